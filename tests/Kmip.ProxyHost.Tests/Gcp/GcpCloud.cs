using System.Text.Json.Nodes;
using Kmip.FakeGcp.Hosting;
using Kmip.FakeGcp.Kms;
using Kmip.FakeGcp.Tokens;
using Kmip.KeyProviders.Gcp;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>One stand-in for Google Cloud for the tests of a class: a key, an account that may use it, and what the program is told of them.</summary>
public sealed class GcpCloud : IAsyncLifetime
{
    public FakeGcpServer Server { get; private set; } = null!;

    public FakeKey Key { get; private set; } = null!;

    public FakeServiceAccount Account { get; private set; } = null!;

    /// <summary>The options that lead to the stand-in.</summary>
    public string[] Endpoints => ["--gcpEndpointUrl", Server.Endpoint.AbsoluteUri, "--gcpCredentialEndpointUrl", Server.Endpoint.AbsoluteUri];

    public async ValueTask InitializeAsync()
    {
        Server = await FakeGcpServer.StartAsync();
        Key = Server.Kms.CreateKey("first");
        Account = Server.Tokens.CreateAccount("unwrapper");
    }

    /// <summary>A path of a file with an account's key, beside the dbpath.</summary>
    internal string WriteAccount(TestSnapshot snapshot, FakeServiceAccount? account = null, string? json = null)
    {
        string path = snapshot.Beside("account.json");
        File.WriteAllText(path, json ?? (account ?? Account).KeyJson());
        return path;
    }

    /// <summary>Wraps with a provider that has nothing to do with the program.</summary>
    internal async Task<byte[]> WrapAsync(byte[] key, FakeKey? with = null)
    {
        using GcpKeyProvider provider = new(new GcpKeyProviderOptions
        {
            KeyName = (with ?? Key).Name,
            CredentialsJson = Account.KeyJson(),
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            CredentialEndpointUrl = Server.Endpoint.AbsoluteUri,
        });
        return await provider.WrapAsync(key, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes a key as a snapshot from elsewhere has it, under the name of the version that wrapped it.</summary>
    internal async Task AddKeyAsync(TestSnapshot snapshot, string keyId, byte[] key, JsonNode? account = null, FakeKey? with = null, Action<JsonObject>? change = null)
    {
        JsonObject fields = new()
        {
            ["keyVersionResourceID"] = (with ?? Key).Name + "/cryptoKeyVersions/1",
            ["encryptedKey"] = Convert.ToBase64String(await WrapAsync(key, with)),
        };
        if (account is not null)
        {
            fields["serviceAccountKey"] = account;
        }

        change?.Invoke(fields);
        snapshot.WriteMetadata(keyId, CloudProvider.Gcp, fields.ToJsonString());
    }

    /// <summary>Fails where something of an account's private key, a token or the text of the service was written.</summary>
    internal void AssertNothingSecret(string text)
    {
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ya29", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeGcpServer.VendorText, text, StringComparison.Ordinal);
        foreach (string line in Account.PrivateKey.Split('\n').Where(static line => line.Length == 64))
        {
            Assert.DoesNotContain(line[..20], text, StringComparison.Ordinal);
            Assert.DoesNotContain(line[^20..], text, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
