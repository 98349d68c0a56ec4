using Kmip.FakeGcp.Hosting;
using Kmip.FakeGcp.Kms;
using Kmip.FakeGcp.Tokens;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>One fake with keys and an account, hosted in the test process; each test class has its own.</summary>
public sealed class FakeGcpFixture : IAsyncLifetime
{
    /// <summary>No variable of the machine the tests run on.</summary>
    internal static readonly Func<string, string?> NoEnvironment = static _ => null;

    private readonly List<IDisposable> _made = [];

    public FakeGcpServer Server { get; private set; } = null!;

    public FakeKey Key { get; private set; } = null!;

    public FakeKey OtherKey { get; private set; } = null!;

    public FakeServiceAccount Account { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await FakeGcpServer.StartAsync();
        Key = Server.Kms.CreateKey("first");
        OtherKey = Server.Kms.CreateKey("second");
        Account = Server.Tokens.CreateAccount("unwrapper");
    }

    /// <summary>A provider with the key of an account, ended with the fixture.</summary>
    internal GcpKeyProvider Provider(
        string? keyName = null, FakeServiceAccount? account = null, bool? google = null, RetryPolicy? policy = null, bool asymmetric = false, byte[]? authenticated = null,
        string? json = null, string? impersonate = null, GcpExternalSources external = default, TimeProvider? time = null) =>
        Own(new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = keyName ?? Key.Name,
            Asymmetric = asymmetric,
            AdditionalAuthenticatedData = authenticated,
            CredentialsJson = json ?? (account ?? Account).KeyJson(),
            ImpersonateServiceAccount = impersonate,
            ExternalAccounts = external,
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            CredentialEndpointUrl = Server.Endpoint.AbsoluteUri,
            RetryPolicy = policy ?? RetryPolicy.WhileClientWaits,
            TimeProvider = time ?? TimeProvider.System,
            UseGoogleAuth = google,
            Environment = NoEnvironment,
        }));

    /// <summary>A provider whose credentials come from the machine or the environment.</summary>
    internal GcpKeyProvider FromMachine(bool google, bool metadata = false, bool defaults = false, string? file = null, string? account = null, Func<string, string?>? environment = null) =>
        Own(new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = Key.Name,
            MetadataServer = metadata,
            MetadataServiceAccount = account,
            DefaultCredentials = defaults,
            CredentialsFile = file,
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            CredentialEndpointUrl = Server.Endpoint.AbsoluteUri,
            UseGoogleAuth = google,
            Environment = environment ?? NoEnvironment,
        }));

    /// <summary>Wraps 32 bytes with a good provider.</summary>
    public async Task<byte[]> WrapAsync() => await Provider(google: false).WrapAsync(new byte[32], CancellationToken.None);

    public GcpKeyProvider Own(GcpKeyProvider provider)
    {
        _made.Add(provider);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        _made.ForEach(p => p.Dispose());
        await Server.DisposeAsync();
    }

    /// <summary>The failure of an unwrap of these bytes; nothing of a key is left in the destination.</summary>
    internal static async Task<KeyProviderException> FailAsync(GcpKeyProvider provider, byte[] wrapped)
    {
        byte[] destination = new byte[wrapped.Length];
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.All(destination, b => Assert.Equal(0, b));
        string text = failure.ToString();
        Assert.DoesNotContain(FakeGcpServer.VendorText, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ya29", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
        return failure;
    }
}
