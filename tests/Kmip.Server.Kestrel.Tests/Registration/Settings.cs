using Kmip.Client;
using Kmip.Protocol;
using Kmip.Server.Kestrel.Tests.Support;
using Kmip.Ttlv;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel.Tests.Registration;

/// <summary>Settings in the configuration are used, and those that cannot be stop the host with their names.</summary>
public sealed class Settings
{
    [Fact]
    public async Task Limits_and_names_come_from_the_section()
    {
        await using HostedServer server = await StartAsync(new()
        {
            ["Kmip:VendorIdentification"] = "Ours",
            ["Kmip:MaximumBatchItems"] = "7",
            ["Kmip:MaximumResponseLength"] = "2048",
            ["Kmip:MaximumLocatedItems"] = "3",
            ["Kmip:TimeStampWindow"] = "00:05:00",
            ["Kmip:LenientReader"] = "true",
            ["Kmip:MaximumMessageLength"] = "4096",
            ["Kmip:Session:IdleTimeout"] = "01:00:00",
            ["kmip:session:requesttimeout"] = "00:00:09",
            ["Other:Setting"] = "not ours",
        });
        KmipServerOptions options = server.Services.GetRequiredService<IOptions<KmipServerOptions>>().Value;
        KmipSessionOptions session = server.Services.GetRequiredService<IOptions<KmipSessionOptions>>().Value;

        Assert.Equal(("Ours", 7, 2048, 3), (options.VendorIdentification, options.MaximumBatchItems, options.MaximumResponseLength, options.MaximumLocatedItems));
        Assert.Equal(TimeSpan.FromMinutes(5), options.TimeStampWindow);
        Assert.Same(TtlvReaderOptions.Lenient, options.ReaderOptions);
        Assert.Equal((4096, 4096), (options.Limits.MaximumMessageLength, session.Limits.MaximumMessageLength));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(9)), (session.IdleTimeout, session.RequestTimeout));
        Assert.Equal(new KmipSessionOptions().SendTimeout, session.SendTimeout);
        await using KmipClient client = await server.ConnectAsync();
        QueryResponse query = await client.SendAsync(new QueryRequest { QueryFunctions = [QueryFunction.QueryServerInformation] });
        Assert.Equal("Ours", query.VendorIdentification);
    }

    [Theory]
    [InlineData("Kmip:MaximumBatchItem", "7", "Kmip:MaximumBatchItem is no setting")]
    [InlineData("Kmip:MaximumBatchItems", "many", "Kmip:MaximumBatchItems must be a whole number")]
    [InlineData("Kmip:MaximumBatchItems", "0", "Kmip:MaximumBatchItems must be a whole number")]
    [InlineData("Kmip:MaximumBatchItems", "99999999999", "Kmip:MaximumBatchItems must be a whole number")]
    [InlineData("Kmip:TimeStampWindow", "-00:01:00", "Kmip:TimeStampWindow must be a time")]
    [InlineData("Kmip:LenientReader", "yes", "Kmip:LenientReader must be true or false")]
    [InlineData("Kmip:VendorIdentification", " ", "Kmip:VendorIdentification must be not empty")]
    [InlineData("Kmip:Session:Idle", "00:01:00", "Kmip:Session:Idle is no setting")]
    [InlineData("Kmip:Session:RequestTimeout", "0", "Kmip:Session:RequestTimeout must be a time")]
    public async Task What_cannot_be_stops_the_host(string name, string value, string expected)
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new() { [name] = value }));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_setting_of_a_section_is_named_at_once()
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(new() { ["Kmip:MaximumBatchItems"] = "x", ["Kmip:MaximumLocatedItems"] = "y" }));
        Assert.Equal(2, failure.Failures.Count());
    }

    [Fact]
    public async Task Options_set_in_code_are_checked_too()
    {
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => HostedServer.StartAsync(builder =>
        {
            Standard(builder);
            builder.Services.Configure<KmipServerOptions>(options => options.MaximumBatchItems = 0);
        }));
        Assert.Contains("MaximumBatchItems", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_listen_opens_the_endpoint()
    {
        var pem = new PemFolder();
        await using HostedServer server = await HostedServer.StartAsync(Standard, Listening(pem), pem, listen: false);
        await using KmipClient client = await server.ConnectAsync();

        await client.SendAsync(new LocateRequest());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pinned_client_is_the_only_one_admitted(bool isPinned)
    {
        var pem = new PemFolder();
        Dictionary<string, string?> settings = Listening(pem);
        settings["Kmip:Listen:PinnedClients:0"] = isPinned ? ClientIdentity.FingerprintOf(pem.Client).ToUpperInvariant() : new string('0', 64);
        settings["Kmip:Listen:Tls13"] = "false";
        await using HostedServer server = await HostedServer.StartAsync(Standard, settings, pem, listen: false);

        Exception? refused = await Record.ExceptionAsync(async () => await (await server.ConnectAsync()).DisposeAsync());

        Assert.Equal(isPinned, refused is null);
        Assert.True(refused is null or KmipConnectionException, refused?.ToString());
    }

    [Theory]
    [InlineData("ServerPem", null, "Kmip:Listen:ServerPem is missing")]
    [InlineData("ClientAuthorities", null, "Kmip:Listen:ClientAuthorities is missing")]
    [InlineData("Port", "65536", "Kmip:Listen:Port must be")]
    [InlineData("Address", "localhost", "Kmip:Listen:Address must be an IP address")]
    [InlineData("Prt", "5696", "Kmip:Listen:Prt is no setting")]
    [InlineData("PinnedClients:1", "abc", "Kmip:Listen:PinnedClients:1 must be the SHA-256")]
    public async Task An_endpoint_that_cannot_be_stops_the_host(string name, string? value, string expected)
    {
        var pem = new PemFolder();
        Dictionary<string, string?> settings = Listening(pem);
        settings["Kmip:Listen:" + name] = value;

        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => HostedServer.StartAsync(Standard, settings, pem, listen: false));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServerPem", "absent.pem", "cannot be read")]
    [InlineData("ServerPem", "ca.pem", "does not hold a certificate and its private key")]
    [InlineData("ServerPem", "rsa.pem", "does not hold a certificate and its private key")]
    [InlineData("ClientAuthorities", "absent.pem", "cannot be read")]
    [InlineData("ClientAuthorities", "rsa.pem", "does not hold certificates")]
    public async Task A_certificate_file_that_cannot_be_used_is_named(string name, string file, string expected)
    {
        var pem = new PemFolder();
        pem.WriteRsaPem();
        Dictionary<string, string?> settings = Listening(pem);
        settings["Kmip:Listen:" + name] = pem.Combine(file);

        IOException failure = await Assert.ThrowsAnyAsync<IOException>(() => HostedServer.StartAsync(Standard, settings, pem, listen: false));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    private static Task<HostedServer> StartAsync(Dictionary<string, string?> settings) => HostedServer.StartAsync(Standard, settings);

    private static void Standard(IKmipServerBuilder builder) =>
        builder.AddStandardOperations().UseStore<InMemoryStore>().UseAccessPolicy<OwnerPolicy>();

    private static Dictionary<string, string?> Listening(PemFolder pem) => new()
    {
        ["Kmip:Listen:Address"] = "127.0.0.1",
        ["Kmip:Listen:Port"] = "0",
        ["Kmip:Listen:ServerPem"] = pem.ServerPem,
        ["Kmip:Listen:ClientAuthorities"] = pem.AuthorityPem,
    };
}
