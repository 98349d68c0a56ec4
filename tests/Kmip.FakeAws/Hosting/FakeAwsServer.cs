using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Kms;
using Kmip.FakeAws.Signing;
using Kmip.FakeAws.Sts;
using Kmip.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kmip.FakeAws.Hosting;

/// <summary>KMS and STS of one region and account on one loopback port.</summary>
public sealed class FakeAwsServer : IAsyncDisposable
{
    /// <summary>Stands in the message of every error: text of the service that a client must not pass on.</summary>
    public const string VendorText = "FAKE-AWS-VENDOR-TEXT";

    private readonly WebApplication _application;

    private FakeAwsServer(WebApplication application, string region, string account)
    {
        _application = application;
        Region = region;
        Kms = new KmsService(region, account);
        Sts = new StsService(Principals);
    }

    public string Region { get; }

    public Uri Endpoint { get; private set; } = null!;

    public KmsService Kms { get; }

    public StsService Sts { get; }

    public FaultQueue<Fault> Faults { get; } = new();

    public ConcurrentDictionary<string, Principal> Principals { get; } = new();

    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>How far the clock of the service is from that of the machine.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ClockOffset;

    /// <summary>Starts on a loopback port.</summary>
    /// <param name="region">The region signatures must name.</param>
    /// <param name="port">0: a free one.</param>
    public static async Task<FakeAwsServer> StartAsync(string region = "eu-central-1", int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        WebApplication application = builder.Build();
        var server = new FakeAwsServer(application, region, "111122223333");
        var endpoint = new FakeAwsEndpoint(server);
        application.Run(endpoint.HandleAsync);
        await application.StartAsync();
        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Endpoint = new Uri(addresses.Addresses.Single());
        return server;
    }

    /// <summary>A new long-lived access key.</summary>
    /// <param name="allowed">Its actions, such as <c>kms:Decrypt</c>; none: all.</param>
    public Principal CreateUser(params string[] allowed)
    {
        var user = new Principal
        {
            AccessKeyId = "AKIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
            SecretAccessKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            Allowed = allowed.Length == 0 ? null : allowed.ToHashSet(),
        };
        Principals[user.AccessKeyId] = user;
        return user;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
