using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>The command after <c>--</c>: it runs while the proxy serves, and its end is the program's.</summary>
public sealed class ChildTests
{
    [Fact]
    public async Task The_child_runs_while_the_proxy_serves_and_its_exit_code_is_the_programs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        (int code, string output, string error) = await RunAsync(snapshot, [], "test -f \"$1/kmipClient.pem\" && echo child ran; exit 7", snapshot.DatabasePath);

        Assert.Equal((7, ""), (code, error));
        Assert.InRange(output.IndexOf("kmip-proxy listens on", StringComparison.Ordinal), 0, output.IndexOf("child ran", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));
    }

    [Fact]
    public async Task A_child_that_a_signal_ended_gives_128_and_its_number()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        (int code, _, _) = await RunAsync(snapshot, ["--ephemeral"], "kill -KILL $$");

        Assert.Equal(137, code);
        Assert.False(File.Exists(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));
    }

    [Fact]
    public async Task No_credential_of_the_environment_reaches_the_child()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        Dictionary<string, string?> environment = new()
        {
            ["AWS_ACCESS_KEY_ID"] = "CANARY1",
            ["AWS_SECRET_ACCESS_KEY"] = "CANARY2",
            ["AWS_SESSION_TOKEN"] = "CANARY3",
            ["KMIP_PROXY_AWS_SECRET_ACCESS_KEY"] = "CANARY4",
            ["AZURE_CLIENT_SECRET"] = "CANARY5",
            ["GOOGLE_APPLICATION_CREDENTIALS"] = "CANARY6",
            ["KEPT_FOR_THE_CHILD"] = "kept",
        };

        (int code, string output, _) = await RunAsync(snapshot, [], "env; echo end", null, environment);

        Assert.Equal(0, code);
        Assert.Contains("KEPT_FOR_THE_CHILD=kept\n", output, StringComparison.Ordinal);
        Assert.Contains("end\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS_", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task A_signal_to_the_proxy_reaches_the_child_and_the_proxy_waits_for_its_end(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals of Unix");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string script = $"trap 'echo child got {signal}; exit 9' {signal}; echo child waits; while :; do read -r line < \"$1\"; done";
        string pipe = snapshot.Beside("pipe");
        Assert.Equal(0, (await Kmip.TestSupport.ProgramProcess.RunAsync("mkfifo", [pipe])).ExitCode);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--", "/bin/sh", "-c", script, "sh", pipe]);
        await proxy.WaitForAsync("child waits");

        await proxy.SignalAsync(signal);

        Assert.Equal(9, await proxy.WaitForExitAsync());
        Assert.Contains($"child got {signal}\n", proxy.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupts_are_passed_on_and_never_cut_the_child_short()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals of Unix");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string pipe = snapshot.Beside("pipe");
        Assert.Equal(0, (await Kmip.TestSupport.ProgramProcess.RunAsync("mkfifo", [pipe])).ExitCode);
        const string Script = "n=0; trap 'n=$((n+1)); echo interrupt $n; [ $n -lt 3 ] || exit 5' INT; echo child waits; while :; do read -r line < \"$1\"; done";
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--", "/bin/sh", "-c", Script, "sh", pipe]);
        await proxy.WaitForAsync("child waits");

        for (int n = 1; n <= 3; n++)
        {
            await proxy.SignalAsync("INT");
            await proxy.WaitForAsync($"interrupt {n}\n");
        }

        Assert.Equal(5, await proxy.WaitForExitAsync());
    }

    [Fact]
    public async Task The_interrupt_of_a_terminal_reaches_the_child_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "needs Linux and python3 for a terminal");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        // Runs the proxy in a terminal of its own, types Ctrl-C once the child waits, and ends it by SIGTERM once the child has answered.
        const string Terminal = """
            import os, pty, select, signal, sys, time
            process, terminal = pty.fork()
            if process == 0:
                os.execv(sys.argv[1], sys.argv[1:])
            seen, typed, ended, limit = b'', False, False, time.monotonic() + 110
            while time.monotonic() < limit:
                if select.select([terminal], [], [], 1)[0]:
                    try:
                        data = os.read(terminal, 4096)
                    except OSError:
                        break
                    if not data:
                        break
                    seen += data
                if not typed and b'child waits' in seen:
                    typed = True
                    os.write(terminal, b'\x03')
                if not ended and b'interrupt 1' in seen:
                    ended = True
                    os.kill(process, signal.SIGTERM)
            else:
                os.kill(process, signal.SIGKILL)
            print(seen.decode(errors='replace'))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
            """;
        const string Child = "n=0; trap 'n=$((n+1)); echo interrupt $n' INT; trap 'echo end after $n; exit 4' TERM; echo child waits; while :; do read -r line < \"$1\"; done";
        string pipe = snapshot.Beside("pipe");
        Assert.Equal(0, (await Kmip.TestSupport.ProgramProcess.RunAsync("mkfifo", [pipe])).ExitCode);
        (int code, string output, string error) = await Kmip.TestSupport.ProgramProcess.RunAsync(
            "/usr/bin/python3",
            ["-c", Terminal, ProxyProcess.Executable, "-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--", "/bin/sh", "-c", Child, "sh", pipe],
            timeout: TimeSpan.FromSeconds(120));

        Assert.True(code == 4, $"{code}\n{output}{error}");
        Assert.Contains("end after 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_has_its_own_exit_code_and_the_proxy_stops_in_order()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--ephemeral", "--", snapshot.Beside("no-such-program"), "secret-argument"]);

        Assert.Equal(ExitCode.Child, run.ExitCode);
        Assert.Equal($"kmip-proxy: error: cannot start {snapshot.Beside("no-such-program")}: No such file or directory{Environment.NewLine}", run.Error);
        Assert.DoesNotContain("secret-argument", run.All, StringComparison.Ordinal);
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Nothing_after_the_dashes_is_a_usage_error()
    {
        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", "db", "-kmipPort", "0", "--"]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(
        TestSnapshot snapshot, string[] options, string script, string? argument = null, Dictionary<string, string?>? environment = null)
    {
        string[] child = ["--", "/bin/sh", "-c", script, "sh", .. argument is null ? Array.Empty<string>() : [argument]];
        return ProxyProcess.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", .. options, .. child], environment);
    }
}
