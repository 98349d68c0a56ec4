using System.Net;
using Kmip.FakeAws.Hosting;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>The proxy of the environment, as .NET sees it, is used only when asked for.</summary>
public sealed class AwsProxyTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    [Fact]
    [Trait("Abuse", "A123")]
    public async Task The_environments_proxy_sees_nothing_unless_asked_for()
    {
        await using FakeAwsServer proxy = await FakeAwsServer.StartAsync(fake.Server.Region);
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Endpoint) { BypassProxyOnLocal = false };
        try
        {
            await Provider(useProxy: false).WrapAsync(new byte[32], CancellationToken.None);
            Assert.Empty(proxy.Requests);

            // The proxy is a KMS that knows no users: its refusal shows that the request went there.
            KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
                async () => await Provider(useProxy: true).WrapAsync(new byte[32], CancellationToken.None));
            Assert.Equal(KeyProviderError.CredentialsRejected, failure.Error);
            Assert.Single(proxy.Requests);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private AwsKeyProvider Provider(bool useProxy) => fake.Own(new AwsKeyProvider(new AwsKeyProviderOptions
    {
        KeyId = fake.Key.Arn,
        AccessKeyId = fake.User.AccessKeyId,
        SecretAccessKey = fake.User.SecretAccessKey,
        EndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        UseEnvironmentProxy = useProxy,
    }));
}
