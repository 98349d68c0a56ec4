using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>The program serving in this process, until it is stopped or disposed.</summary>
internal sealed partial class ServingRun : IAsyncDisposable
{
    private const string Listening = "kmip-proxy listens on 127.0.0.1:";
    private readonly CancellationTokenSource _stop = new();
    private readonly WatchedWriter _output = new();
    private readonly WatchedWriter _error = new();
    private readonly string _certificates;
    private readonly Task<ExitCode> _end;

    private ServingRun(
        string certificates, string[] arguments, Dictionary<string, string>? environment, IFileSystem? files, IKeyProviderFactory? providers, TimeProvider? time)
    {
        _certificates = certificates;
        _end = ProxyProgram.RunAsync(
            arguments, files ?? new PhysicalFileSystem(), name => environment?.GetValueOrDefault(name), time ?? TimeProvider.System,
            providers ?? new KeyProviderFactory(), _output, _error, _stop.Token);
    }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public int Port => int.Parse(PortPattern().Match(Output).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Serves a dbpath on a free port. Fails the test with what was written where it does not come to that.</summary>
    public static async Task<ServingRun> StartAsync(
        string databasePath, string[] more, Dictionary<string, string>? environment = null, IFileSystem? files = null, IKeyProviderFactory? providers = null,
        TimeProvider? time = null)
    {
        int pemDirectory = Array.IndexOf(more, "--pemDir");
        ServingRun run = new(
            pemDirectory < 0 ? databasePath : more[pemDirectory + 1], ["-dbpath", databasePath, "-kmipPort", "0", .. more], environment, files, providers, time);
        await run._output.WaitForAsync(Listening, run._end);
        if (run._end.IsCompleted)
        {
            ExitCode code = await run._end;
            Assert.Fail($"exit code {(int)code} instead of serving:\n{run.Output}{run.Error}");
        }

        return run;
    }

    /// <summary>A client with the certificate that the proxy wrote for mongod.</summary>
    public async Task<KmipClient> ConnectAsync(KmipVersion? version = null, SslProtocols protocols = SslProtocols.Tls12 | SslProtocols.Tls13)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(Path.Combine(_certificates, "kmipClient.pem"));
        X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_certificates, "kmipCA.pem"));
        return await KmipClient.ConnectAsync(
            new KmipClientOptions
            {
                Host = "127.0.0.1",
                Port = Port,
                ClientCertificate = certificate,
                TrustedAuthorities = [authority],
                TlsProtocols = protocols,
                Versions = [version ?? KmipVersion.V1_2],
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>Fetches a key's bytes over the network.</summary>
    public async Task<byte[]> GetKeyAsync(string keyId, KmipVersion? version = null)
    {
        await using KmipClient client = await ConnectAsync(version);
        using GetResponse response = await client.SendAsync(new GetRequest { UniqueIdentifier = keyId }, TestContext.Current.CancellationToken);
        return response.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray();
    }

    /// <summary>Stops as SIGTERM does.</summary>
    public async Task<ExitCode> StopAsync()
    {
        await _stop.CancelAsync();
        return await _end.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    [GeneratedRegex(@"kmip-proxy listens on 127\.0\.0\.1:([0-9]+)")]
    private static partial Regex PortPattern();
}
