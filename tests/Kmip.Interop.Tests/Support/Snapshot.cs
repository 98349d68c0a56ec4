using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kmip.KeyProviders;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Support;

/// <summary>A dbpath in a folder of its own, with a local key file and master keys in files beside it.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Snapshot()
    {
        DatabasePath = Directory.CreateDirectory(_folder.Combine("db")).FullName;
        LocalKeyFile = _folder.Combine("local.key");
        LocalKeyProvider.CreateKeyFile(LocalKeyFile);
    }

    public string DatabasePath { get; }

    /// <summary>Of the local provider.</summary>
    public string LocalKeyFile { get; }

    /// <summary>Where everything of this snapshot lies.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>The options that make the local provider wrap new keys.</summary>
    public string[] LocalProvider => ["-cloudProvider", "local", "--localKeyFile", LocalKeyFile];

    /// <summary>A path beside the dbpath.</summary>
    public string Beside(string name) => _folder.Combine(name);

    /// <summary>Wraps a new random master key with <c>kmip-proxy add-key</c>, and gives the key.</summary>
    public async Task<byte[]> AddKeyAsync(string keyId, string[] provider, Dictionary<string, string?>? environment = null)
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string file = Beside(keyId + ".master");
        await File.WriteAllBytesAsync(file, key);
        (int code, string output, string error) = await ProxyProcess.RunAsync(
            ["add-key", "-dbpath", DatabasePath, "--keyId", keyId, "--masterKeyFile", file, .. provider], environment);
        Assert.True(code == 0, $"add-key ended with {code}: {output}{error}");
        File.Delete(file);
        return key;
    }

    /// <summary>Writes a metadata file as a snapshot from elsewhere has it; its path.</summary>
    public string WriteMetadata(string keyId, string provider, string json)
    {
        string path = MetadataPath(keyId, provider);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
        return path;
    }

    /// <summary>Writes the metadata of a key of AWS as Atlas documents it, with the wrapped key; its path.</summary>
    public string WriteAws(string keyId, byte[] wrapped, string accessKeyId, string secretAccessKey, string? sessionToken = null, string region = FakeAwsProcess.Region)
    {
        JsonObject fields = new()
        {
            ["accessKeyId"] = accessKeyId,
            ["secretAccessKey"] = secretAccessKey,
            ["region"] = region,
            ["encryptedKey"] = Convert.ToBase64String(wrapped),
        };
        if (sessionToken is not null)
        {
            fields["sessionToken"] = sessionToken;
        }

        return WriteMetadata(keyId, "aws", fields.ToJsonString());
    }

    public string MetadataPath(string keyId, string provider) => Path.Combine(DatabasePath, "cloudProviderCredentials", $"{keyId}.{provider}.metadata");

    public void Dispose() => _folder.Dispose();
}
