using Azure.Core;
using Kmip.FakeAzure.Hosting;
using Kmip.FakeAzure.Tokens;
using Kmip.FakeAzure.Vault;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>One fake with keys and an application, hosted in the test process; each test class has its own.</summary>
public sealed class FakeAzureFixture : IAsyncLifetime
{
    /// <summary>No variable of the machine the tests run on.</summary>
    internal static readonly Func<string, string?> NoEnvironment = static _ => null;

    internal static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(8), BaseDelay = TimeSpan.FromMilliseconds(1) };

    private readonly List<IDisposable> _made = [];

    public FakeAzureServer Server { get; private set; } = null!;

    public FakeKey Key { get; private set; } = null!;

    public FakeKey OtherKey { get; private set; } = null!;

    public FakeApplication Application { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await FakeAzureServer.StartAsync();
        Key = Server.Vault.CreateKey("first");
        OtherKey = Server.Vault.CreateKey("second");
        Application = Server.Entra.CreateApplication();
    }

    /// <summary>A provider with the secret of an application, ended with the fixture.</summary>
    internal AzureKeyProvider Provider(
        string? keyId = null, FakeApplication? application = null, RetryPolicy? policy = null, string? secret = null, string? tenant = null,
        string algorithm = "RSA-OAEP", bool wrapKey = false, TimeProvider? time = null, TokenCredential? credential = null) =>
        Own(new AzureKeyProvider(new AzureKeyProviderOptions
        {
            KeyIdentifier = keyId ?? Key.Id,
            Algorithm = algorithm,
            UseWrapKey = wrapKey,
            TenantId = tenant ?? Server.Entra.Tenant,
            ClientId = (application ?? Application).ClientId,
            ClientSecret = credential is null ? secret ?? (application ?? Application).Secret : null,
            Credential = credential,
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            CredentialEndpointUrl = Server.Endpoint.AbsoluteUri,
            RetryPolicy = policy ?? Quick,
            TimeProvider = time ?? TimeProvider.System,
            Environment = NoEnvironment,
        }));

    /// <summary>Wraps 32 bytes with a good provider.</summary>
    public async Task<byte[]> WrapAsync() => await Provider().WrapAsync(new byte[32], CancellationToken.None);

    public AzureKeyProvider Own(AzureKeyProvider provider)
    {
        _made.Add(provider);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        _made.ForEach(p => p.Dispose());
        await Server.DisposeAsync();
    }

    /// <summary>Wraps and unwraps.</summary>
    internal static async Task WorksAsync(AzureKeyProvider provider)
    {
        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        byte[] destination = new byte[32];
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.Equal(dataKey, destination);
    }

    /// <summary>The failure of an unwrap of these bytes; nothing of a key is left in the destination.</summary>
    internal async Task<KeyProviderException> FailAsync(AzureKeyProvider provider, byte[] wrapped)
    {
        byte[] destination = new byte[wrapped.Length];
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.All(destination, b => Assert.Equal(0, b));
        Assert.NotNull(failure.Remedy);
        string text = failure.ToString();
        Assert.DoesNotContain(FakeAzureServer.VendorText, text, StringComparison.Ordinal);
        Assert.DoesNotContain("eyFAKE", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Application.Secret, text, StringComparison.Ordinal);
        return failure;
    }
}
