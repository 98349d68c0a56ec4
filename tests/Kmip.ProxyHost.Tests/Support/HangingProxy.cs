using System.Net;
using System.Net.Sockets;
using Kmip.ProxyHost.Snapshot;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>
/// A <c>kmip-proxy check</c> in a process of its own that has read its secrets and waits for a key service which took the connection and never answers.
/// Stopped (SIGSTOP) at that moment, so that it can be looked at for as long as a test takes.
/// </summary>
internal sealed class HangingProxy : IAsyncDisposable
{
    public const string DiagnosticsVariable = "DOTNET_EnableDiagnostics";
    private readonly TestSnapshot _snapshot;
    private readonly TemporaryFolder _temporary;
    private readonly TcpListener _listener;
    private readonly TcpClient _connection;

    private HangingProxy(TestSnapshot snapshot, TemporaryFolder temporary, TcpListener listener, TcpClient connection, ProgramProcess program, int id)
    {
        _snapshot = snapshot;
        _temporary = temporary;
        _listener = listener;
        _connection = connection;
        Program = program;
        Id = id;
    }

    /// <summary>What was started: the proxy, or the shell around it.</summary>
    public ProgramProcess Program { get; }

    /// <summary>The proxy's process id.</summary>
    public int Id { get; }

    /// <summary>The directory of its temporary files (TMPDIR), its working directory too.</summary>
    public string TemporaryDirectory => _temporary.FullPath;

    /// <summary>Starts one.</summary>
    /// <param name="launch">Gives program and arguments from the path of the proxy and its own arguments; null: the proxy itself.</param>
    /// <param name="diagnostics">The value of the runtime's variable; null: not set.</param>
    public static async Task<HangingProxy> StartAsync(Func<string, string[], string[]>? launch = null, string? diagnostics = null)
    {
        TestSnapshot snapshot = new("db with space é");
        TemporaryFolder temporary = new();
        snapshot.WriteMetadata("key-1", CloudProvider.Aws, $$"""
            {"accessKeyId":"AKIAIOSFODNN7EXAMPLE","secretAccessKey":"{{new string('s', 40)}}","region":"us-east-1","encryptedKey":"{{Convert.ToBase64String(new byte[64])}}"}
            """);
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        string[] own = ["check", "-dbpath", snapshot.DatabasePath, "--awsEndpointUrl=http://127.0.0.1:" + port, "--logLevel", "info"];
        string proxy = ProgramProcess.PathOf("Kmip.ProxyHost", "kmip-proxy");
        string[] command = launch is null ? [proxy, .. own] : launch(proxy, own);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary.FullPath, (UnixFileMode)0b111_111_111);
        }

        ProgramProcess program = ProgramProcess.Start(
            command[0], command[1..], new Dictionary<string, string?> { [DiagnosticsVariable] = diagnostics, ["TMPDIR"] = temporary.FullPath }, temporary.FullPath);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync(limit.Token).AsTask();
        while (!accepting.IsCompleted && !program.HasExited)
        {
            await Task.WhenAny(accepting, Task.Delay(100, CancellationToken.None));
        }

        Assert.False(program.HasExited && !accepting.IsCompletedSuccessfully, program.AllOutput);
        TcpClient connection = await accepting;
        int id = FindProxy(program.Id);
        await SignalAsync("STOP", id);
        return new HangingProxy(snapshot, temporary, listener, connection, program, id);
    }

    private Task SignalAsync(string signal) => SignalAsync(signal, Id);

    /// <summary>
    /// Aborts it. The runtime's handler takes the first SIGABRT and puts the system's action back, so that it counts from the second on.
    /// </summary>
    public async Task AbortAsync()
    {
        await SignalAsync("ABRT");
        await SignalAsync("CONT");
        Task<int> ended = Program.WaitForExitAsync();
        while (!ended.IsCompleted)
        {
            await TrySignalAsync("ABRT", Id);
            await Task.WhenAny(ended, Task.Delay(100, CancellationToken.None));
        }

        await ended;
    }

    /// <summary>Lets it go on and closes the connection, so that it comes to its own end.</summary>
    public async Task<int> EndAsync()
    {
        _listener.Stop();
        _connection.Dispose();
        await SignalAsync("CONT");
        return await Program.WaitForExitAsync();
    }

    /// <summary>The text of a file below <c>/proc/PID</c>.</summary>
    public string Proc(string name) => File.ReadAllText($"/proc/{Id}/{name}");

    /// <summary>What the runtime's diagnostics have left in the temporary directory.</summary>
    public string[] DiagnosticFiles() => [.. Directory.GetFileSystemEntries(TemporaryDirectory)
        .Select(path => Path.GetFileName(path)).Where(name => name.Contains("diagnostic", StringComparison.Ordinal) || name.Contains("clr-debug", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (!Program.HasExited)
        {
            await SignalAsync("KILL");
        }

        await Program.DisposeAsync();
        _connection.Dispose();
        _listener.Dispose();
        _temporary.Dispose();
        _snapshot.Dispose();
    }

    /// <summary>The process itself, or the child of the shell that it is.</summary>
    private static int FindProxy(int id)
    {
        string children = File.ReadAllText($"/proc/{id}/task/{id}/children").Trim();
        return children.Length == 0 ? id : int.Parse(children, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task SignalAsync(string signal, int id) => Assert.Equal("", await TrySignalAsync(signal, id));

    private static async Task<string> TrySignalAsync(string signal, int id)
    {
        (_, string output, string error) = await ProgramProcess.RunAsync(
            "kill", ["-" + signal, id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return output + error;
    }
}
