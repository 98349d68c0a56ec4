using System.Security.Cryptography;
using System.Text;
using Kmip.KeyProviders;
using Kmip.ProxyHost.Snapshot;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>A dbpath in a temporary folder, with keys wrapped by a local key file beside it.</summary>
internal sealed class TestSnapshot : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestSnapshot(string name = "db")
    {
        DatabasePath = Directory.CreateDirectory(_folder.Combine(name)).FullName;
        KeyFile = _folder.Combine("local.key");
        LocalKeyProvider.CreateKeyFile(KeyFile);
    }

    public string DatabasePath { get; }

    public string KeyFile { get; }

    public SnapshotLayout Layout => new(DatabasePath);

    /// <summary>A path beside the dbpath.</summary>
    public string Beside(string name) => _folder.Combine(name);

    /// <summary>Adds a key as the documented layout has it (no kmip section) and gives the plain key.</summary>
    public byte[] AddKey(string keyId, byte[]? key = null)
    {
        key ??= RandomNumberGenerator.GetBytes(32);
        WriteMetadata(keyId, CloudProvider.Local, $$"""{"keyFile":"{{KeyFile}}","encryptedKey":"{{Convert.ToBase64String(Wrap(key))}}"}""");
        return key;
    }

    public byte[] Wrap(byte[] key)
    {
        using LocalKeyProvider provider = LocalKeyProvider.FromKeyFile(KeyFile);
        return provider.WrapAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    public string WriteMetadata(string keyId, CloudProvider provider, string json) => WriteFile(keyId + "." + provider.Name() + ".metadata", Encoding.UTF8.GetBytes(json));

    /// <summary>Writes a file into the directory of the metadata.</summary>
    public string WriteFile(string name, byte[] content)
    {
        Directory.CreateDirectory(Layout.CredentialsDirectory);
        string path = Path.Combine(Layout.CredentialsDirectory, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Lets every user read the dbpath and the key file, for programs that run as another.</summary>
    public void OpenToOthers()
    {
        const UnixFileMode Directories = (UnixFileMode)0b111_101_101;
        const UnixFileMode Files = (UnixFileMode)0b110_100_100;
        string root = Path.GetDirectoryName(DatabasePath)!;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(root, Directories);
            foreach (string path in Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories))
            {
                File.SetUnixFileMode(path, Directory.Exists(path) ? Directories : Files);
            }
        }
    }

    public void Dispose() => _folder.Dispose();
}
