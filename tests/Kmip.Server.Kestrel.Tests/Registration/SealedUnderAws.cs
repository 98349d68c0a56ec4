using Kmip.Client;
using Kmip.FakeAws.Hosting;
using Kmip.FakeAws.Kms;
using Kmip.FakeAws.Signing;
using Kmip.KeyProviders.Aws;
using Kmip.Protocol;
using Kmip.Server.Kestrel.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kmip.Server.Kestrel.Tests.Registration;

/// <summary>A server whose objects are sealed under a key of AWS KMS: the whole way from a KMIP client to the service's stand-in.</summary>
public sealed class SealedUnderAws
{
    [Fact]
    public async Task A_key_is_served_as_long_as_the_key_in_the_cloud_may_be_used()
    {
        await using FakeAwsServer aws = await FakeAwsServer.StartAsync();
        FakeKey cloudKey = aws.Kms.CreateKey();
        Principal user = aws.CreateUser();
        await using HostedServer server = await HostedServer.StartAsync(builder =>
        {
            builder.Services.AddSingleton(new AwsKeyProviderOptions
            {
                KeyId = cloudKey.Arn,
                Region = aws.Region,
                AccessKeyId = user.AccessKeyId,
                SecretAccessKey = user.SecretAccessKey,
                EndpointUrl = aws.Endpoint.AbsoluteUri,
            });
            builder.AddStandardOperations().UseStore<InMemoryStore>().UseKeyProvider<AwsKeyProvider>().UseAccessPolicy<OwnerPolicy>();
        });
        await using KmipClient client = await server.ConnectAsync();
        CreateResponse created = await client.SendAsync(new CreateRequest
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = new AttributeList
            {
                CryptographicAlgorithm = CryptographicAlgorithm.AES,
                CryptographicLength = 256,
                CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
            },
        });
        await client.SendAsync(new ActivateRequest { UniqueIdentifier = created.UniqueIdentifier });
        var get = new GetRequest { UniqueIdentifier = created.UniqueIdentifier };
        byte[] key = await MaterialAsync(client, get);

        cloudKey.State = "Disabled";
        KmipOperationFailedException disabled = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(get));
        var encrypt = new EncryptRequest { UniqueIdentifier = created.UniqueIdentifier, Data = SecretBuffer.CopyOf([1, 2, 3]) };
        KmipOperationFailedException unusable = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(encrypt));
        Assert.Equal(ResultReason.WrongKeyLifecycleState, disabled.ResultReason);
        Assert.Equal(ResultReason.WrongKeyLifecycleState, unusable.ResultReason);
        Assert.DoesNotContain(FakeAwsServer.VendorText, disabled.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Loggers.Lines, line => line.Text.Contains(FakeAwsServer.VendorText, StringComparison.Ordinal)
            || line.Text.Contains(user.SecretAccessKey, StringComparison.Ordinal));

        cloudKey.State = "Enabled";
        Assert.Equal(key, await MaterialAsync(client, get));
    }

    private static async Task<byte[]> MaterialAsync(KmipClient client, GetRequest get)
    {
        using GetResponse response = await client.SendAsync(get);
        return response.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray();
    }
}
