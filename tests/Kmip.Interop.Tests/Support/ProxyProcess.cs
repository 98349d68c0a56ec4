using System.Globalization;
using System.Text.RegularExpressions;
using Kmip.Interop.Tests.PyKmip;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Support;

/// <summary>The built <c>kmip-proxy</c> as a process that serves a dbpath on a port of the system's choice.</summary>
internal sealed partial class ProxyProcess : IAsyncDisposable
{
    /// <summary>Generous: several proxies may start at once on a small machine.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _pemDirectory;

    private ProxyProcess(ProgramProcess program, string pemDirectory, int port)
    {
        Program = program;
        _pemDirectory = pemDirectory;
        Port = port;
    }

    public ProgramProcess Program { get; }

    public int Port { get; }

    /// <summary>The proxy as mongod would be told of it: with the files that it wrote.</summary>
    public PyKmipEndpoint Endpoint => new("127.0.0.1", Port, Path.Combine(_pemDirectory, "kmipCA.pem"), Path.Combine(_pemDirectory, "kmipClient.pem"));

    /// <summary>Serves; throws with everything that was printed where it does not come to that.</summary>
    public static async Task<ProxyProcess> ServeAsync(string databasePath, string[] arguments, Dictionary<string, string?>? environment = null)
    {
        ProgramProcess program = Start(["-dbpath", databasePath, "-kmipPort", "0", .. arguments], environment);
        try
        {
            string port = await program.WaitForAsync(FindPort, StartLimit);
            return new ProxyProcess(program, databasePath, int.Parse(port, CultureInfo.InvariantCulture));
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, Dictionary<string, string?>? environment = null)
    {
        await using ProgramProcess program = Start(arguments, environment);
        int code = await program.WaitForExitAsync(StartLimit);
        return (code, program.Output, program.Error);
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        Program.Kill();
        await Program.WaitForExitAsync(StartLimit);
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();

    private static ProgramProcess Start(string[] arguments, Dictionary<string, string?>? environment)
    {
        // Nothing of the tester's own cloud account.
        Dictionary<string, string?> clean = new(StringComparer.Ordinal) { ["AWS_EC2_METADATA_DISABLED"] = "true" };
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            clean.TryAdd(name, null);
        }

        foreach ((string name, string? value) in environment ?? [])
        {
            clean[name] = value;
        }

        return ProgramProcess.Start(ProgramProcess.PathOf("Kmip.ProxyHost", "kmip-proxy"), arguments, clean);
    }

    private static string? FindPort(string text) =>
        TextPattern().Match(text) is { Success: true } line ? line.Groups[1].Value : JsonPattern().Match(text) is { Success: true } json ? json.Groups[1].Value : null;

    [GeneratedRegex(@"kmip-proxy listens on 127\.0\.0\.1:([0-9]+)\n")]
    private static partial Regex TextPattern();

    [GeneratedRegex("\"event\":\"serving\",\"address\":\"127.0.0.1\",\"port\":([0-9]+)")]
    private static partial Regex JsonPattern();
}
