using Kmip.FakeAws.Hosting;
using Kmip.FakeAws.Kms;
using Kmip.FakeAws.Signing;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>One fake with a key and a user, hosted in the test process; each test class has its own.</summary>
public sealed class FakeAwsFixture : IAsyncLifetime
{
    private readonly List<IDisposable> _made = [];

    public FakeAwsServer Server { get; private set; } = null!;

    public FakeKey Key { get; private set; } = null!;

    public FakeKey OtherKey { get; private set; } = null!;

    public Principal User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await FakeAwsServer.StartAsync();
        Key = Server.Kms.CreateKey(alias: "first");
        OtherKey = Server.Kms.CreateKey();
        User = Server.CreateUser();
    }

    /// <summary>A provider that is ended with the fixture.</summary>
    public AwsKeyProvider Provider(
        Principal? user = null,
        string? keyId = null,
        bool pin = false,
        RetryPolicy? policy = null,
        string? roleArn = null,
        string? externalId = null,
        IReadOnlyDictionary<string, string>? context = null,
        TimeProvider? time = null)
    {
        user ??= User;
        return Own(new AwsKeyProvider(new AwsKeyProviderOptions
        {
            KeyId = keyId ?? Key.Arn,
            Region = Server.Region,
            AccessKeyId = user.AccessKeyId,
            SecretAccessKey = user.SecretAccessKey,
            SessionToken = user.SessionToken,
            EndpointUrl = Server.Endpoint.AbsoluteUri,
            StsEndpointUrl = Server.Endpoint.AbsoluteUri,
            PinKeyOnUnwrap = pin,
            RetryPolicy = policy ?? RetryPolicy.WhileClientWaits,
            RoleArn = roleArn,
            ExternalId = externalId,
            EncryptionContext = context,
            TimeProvider = time ?? TimeProvider.System,
        }));
    }

    public AwsKeyProvider Own(AwsKeyProvider provider)
    {
        _made.Add(provider);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        _made.ForEach(p => p.Dispose());
        await Server.DisposeAsync();
    }
}
