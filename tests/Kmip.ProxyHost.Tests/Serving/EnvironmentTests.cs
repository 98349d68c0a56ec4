using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Variables that would send requests for keys elsewhere do nothing unless an option asks for them.</summary>
[Trait("Abuse", "A123")]
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Proxies_and_endpoints_of_the_environment_are_ignored_with_a_warning()
    {
        using TestSnapshot snapshot = WithAwsKey();
        using TcpListener elsewhere = Listen();
        using TcpListener closed = Listen();
        string nowhere = UrlOf(closed);
        closed.Stop();

        (int code, _, string error) = await ProxyProcess.RunAsync(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--awsEndpointUrl", nowhere], Variables(elsewhere));

        Assert.Equal(7, code);
        Assert.Contains("HTTPS_PROXY", error, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_KMS", error, StringComparison.Ordinal);
        Assert.DoesNotContain(UrlOf(elsewhere), error, StringComparison.Ordinal);
        Assert.False(elsewhere.Pending(), "a connection came to the address of the environment");
    }

    [Fact]
    public async Task An_endpoint_of_the_environment_is_used_where_an_option_asks_for_it()
    {
        using TestSnapshot snapshot = WithAwsKey();
        using TcpListener elsewhere = Listen();
        Dictionary<string, string?> variables = Variables(elsewhere);
        variables["HTTPS_PROXY"] = null;
        variables["HTTP_PROXY"] = null;
        await using ProxyProcess proxy = ProxyProcess.Start(snapshot.DatabasePath, ["--useEnvironmentEndpoints"], variables);

        using TcpClient connection = await elsewhere.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(connection.Connected);
    }

    private static TestSnapshot WithAwsKey()
    {
        TestSnapshot snapshot = new();
        snapshot.WriteMetadata("a1", CloudProvider.Aws,
            $$"""{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","secretAccessKey":"{{new string('s', 40)}}","region":"us-east-1","encryptedKey":"{{Convert.ToBase64String(new byte[64])}}"}""");
        return snapshot;
    }

    private static TcpListener Listen()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string UrlOf(TcpListener listener) =>
        "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Variables(TcpListener elsewhere) => new()
    {
        ["AWS_ENDPOINT_URL_KMS"] = UrlOf(elsewhere),
        ["HTTPS_PROXY"] = UrlOf(elsewhere),
        ["HTTP_PROXY"] = UrlOf(elsewhere),
    };
}
