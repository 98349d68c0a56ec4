using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>PyKMIP fetches a key from a running proxy that unwraps with AWS KMS, which moto plays: no end of the chain is ours.</summary>
[Collection(MotoCollection.Name)]
public sealed class FetchAwsKeyTests(MotoCloud moto)
{
    [Fact]
    public async Task A_key_wrapped_by_add_key_is_served_with_the_options_of_the_original_program()
    {
        PyKmipClient.Require();
        moto.Require();
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("added", moto.Provider, moto.Credentials);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(
            snapshot.DatabasePath,
            ["-cloudProvider", "aws", "-awsAccessKey", moto.User.AccessKeyId, "-awsSecretAccessKey", moto.User.SecretAccessKey, "-awsRegion", "us-east-1",
                "--awsEndpointUrl", moto.Endpoint]);

        await Fetching.AssertServedAsync(proxy.Endpoint, "added", key);
    }

    [Fact]
    public async Task A_key_wrapped_by_KMS_itself_is_served_with_the_credentials_of_the_metadata()
    {
        PyKmipClient.Require();
        moto.Require();
        using Snapshot snapshot = new();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string wrapped = Convert.ToBase64String(await moto.EncryptAsync(key));
        snapshot.WriteMetadata("atlas", "aws", $$"""
            {"accessKeyId": "{{moto.User.AccessKeyId}}", "secretAccessKey": "{{moto.User.SecretAccessKey}}", "region": "US_EAST_1", "encryptedKey": "{{wrapped}}"}
            """);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--awsEndpointUrl", moto.Endpoint]);

        await Fetching.AssertServedAsync(proxy.Endpoint, "atlas", key);
    }
}
