using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Support;

/// <summary>One moto with a customer master key and a user who may use it; it checks signatures and rights. Absent where it cannot be had.</summary>
public sealed class MotoCloud : IAsyncLifetime
{
    private MotoServer? _server;

    public string MasterKeyArn { get; private set; } = string.Empty;

    public (string AccessKeyId, string SecretAccessKey) User { get; private set; }

    public string Endpoint => _server!.Endpoint.AbsoluteUri;

    /// <summary>The options that make moto wrap new keys; the credentials come from the environment.</summary>
    public string[] Provider => ["-cloudProvider", "aws", "-awsRegion", MotoServer.Region, "--awsKeyId", MasterKeyArn, "--awsEndpointUrl", Endpoint];

    /// <summary>The user's credentials as the AWS tools take them.</summary>
    public Dictionary<string, string?> Credentials => new() { ["AWS_ACCESS_KEY_ID"] = User.AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = User.SecretAccessKey };

    /// <summary>Skips the test where moto is absent.</summary>
    public void Require() => Assert.SkipWhen(_server is null, MotoServer.Absent);

    public async ValueTask InitializeAsync()
    {
        _server = await MotoServer.TryStartAsync();
        if (_server is not null)
        {
            MasterKeyArn = await _server.CreateKeyAsync();
            User = await _server.CreateUserAsync("kms:Encrypt", "kms:Decrypt");
            await _server.EnforceAsync();
        }
    }

    /// <summary>Wraps with the Encrypt operation of KMS itself: no code of ours.</summary>
    public async Task<byte[]> EncryptAsync(byte[] key)
    {
        using AmazonKeyManagementServiceClient kms = new(
            new BasicAWSCredentials(User.AccessKeyId, User.SecretAccessKey),
            new AmazonKeyManagementServiceConfig { ServiceURL = Endpoint, AuthenticationRegion = MotoServer.Region });
        using MemoryStream plaintext = new(key);
        EncryptResponse response = await kms.EncryptAsync(new EncryptRequest { KeyId = MasterKeyArn, Plaintext = plaintext });
        return response.CiphertextBlob.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}

/// <summary>The classes that share one moto.</summary>
[CollectionDefinition(Name)]
public sealed class MotoCollection : ICollectionFixture<MotoCloud>
{
    public const string Name = "moto";
}
