using System.Globalization;
using System.Text.RegularExpressions;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>The built program in a process of its own, for what a process has alone: signals, an environment, children, a user.</summary>
internal sealed partial class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private ProxyProcess(ProgramProcess program) => Program = program;

    public ProgramProcess Program { get; }

    /// <summary>The path of the program.</summary>
    public static string Executable => ProgramProcess.PathOf("Kmip.ProxyHost", "kmip-proxy");

    /// <summary>Runs the program to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, Dictionary<string, string?>? environment = null, string[]? through = null)
    {
        string[] command = [.. through ?? [], Executable, .. arguments];
        return ProgramProcess.RunAsync(command[0], command[1..], environment, Patience);
    }

    /// <summary>Starts the program on a dbpath and a free port.</summary>
    public static ProxyProcess Start(string databasePath, string[] more, Dictionary<string, string?>? environment = null, string[]? through = null)
    {
        string[] command = [.. through ?? [], Executable, "-dbpath", databasePath, "-kmipPort", "0", .. more];
        return new ProxyProcess(ProgramProcess.Start(command[0], command[1..], environment));
    }

    /// <summary>Starts the program and waits until it serves.</summary>
    public static async Task<ProxyProcess> ServeAsync(string databasePath, string[] more, Dictionary<string, string?>? environment = null)
    {
        ProxyProcess proxy = Start(databasePath, more, environment);
        await proxy.WaitForAsync("kmip-proxy listens on 127.0.0.1:");
        return proxy;
    }

    /// <summary>The port it said it listens on.</summary>
    public int Port => int.Parse(PortPattern().Match(Program.Output).Groups[1].Value, CultureInfo.InvariantCulture);

    public Task<string> WaitForAsync(string text) => Program.WaitForAsync(output => output.Contains(text, StringComparison.Ordinal) ? output : null, Patience);

    public Task<int> WaitForExitAsync() => Program.WaitForExitAsync(Patience);

    /// <summary>Sends a signal, named as kill(1) names it.</summary>
    public async Task SignalAsync(string signal)
    {
        (int code, string output, string error) = await ProgramProcess.RunAsync("kill", ["-" + signal, Program.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(code == 0, output + error);
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();

    [GeneratedRegex(@"kmip-proxy listens on 127\.0\.0\.1:([0-9]+)")]
    private static partial Regex PortPattern();
}
