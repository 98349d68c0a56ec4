using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Hardening;

/// <summary>A real process at the moment in which it holds secrets. As root, /proc can be read in spite of it all, which these tests use.</summary>
public sealed class ProcessHardeningTests
{
    private const string LinuxOnly = "Process hardening of this kind exists on Linux.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Abuse", "A94")]
    public async Task There_is_no_diagnostics_socket_and_the_process_and_its_streams_stay_the_same(bool throughDotnet)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), LinuxOnly);
        await using HangingProxy proxy = await HangingProxy.StartAsync(throughDotnet ? (path, own) => [Dotnet(), path + ".dll", .. own] : null);

        // The id is that of the process that was started, before it started itself anew.
        Assert.Equal(proxy.Program.Id, proxy.Id);
        Assert.Contains(HangingProxy.DiagnosticsVariable + "=0\0", proxy.Proc("environ"), StringComparison.Ordinal);
        Assert.Empty(proxy.DiagnosticFiles());
        Assert.Contains("db with space é\0--awsEndpointUrl=http://127.0.0.1:", proxy.Proc("cmdline"), StringComparison.Ordinal);

        Assert.Equal((int)ExitCode.Cloud, await proxy.EndAsync());
        Assert.Contains("key-1", proxy.Program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("diagnostics socket", proxy.Program.AllOutput, StringComparison.Ordinal);
        Assert.Empty(proxy.DiagnosticFiles());
    }

    [Fact]
    [Trait("Abuse", "A94")]
    public async Task Whoever_asks_for_the_diagnostics_socket_gets_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), LinuxOnly);
        await using HangingProxy proxy = await HangingProxy.StartAsync(diagnostics: "1");

        Assert.Contains(proxy.DiagnosticFiles(), name => name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Abuse", "A94")]
    public async Task An_abort_leaves_no_core_file_where_others_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), LinuxOnly);
        const string Script = "ulimit -S -c unlimited 2>/dev/null; \"$@\"; echo \"status $?\"";
        (_, string control, string controlError) = await ProgramProcess.RunAsync("bash", ["-c", Script, "bash", "bash", "-c", "cd \"$(mktemp -d)\"; kill -ABRT $$"]);
        Assert.SkipUnless((control + controlError).Contains("core dumped", StringComparison.Ordinal), "This system writes no core files at all.");
        await using HangingProxy proxy = await HangingProxy.StartAsync((path, own) => ["bash", "-c", Script, "bash", path, .. own]);
        Assert.Matches(@"Max core file size +0 +0 ", proxy.Proc("limits"));

        await proxy.AbortAsync();

        Assert.Contains("status 134", proxy.Program.AllOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("core dumped", proxy.Program.AllOutput, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(proxy.TemporaryDirectory, "core*"));
    }

    [Fact]
    [Trait("Abuse", "A94")]
    public async Task The_memory_of_an_unprivileged_proxy_belongs_to_root()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), LinuxOnly);
        const string Nobody = "65534";
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "Only root can start a process of another user.");
        string[] asNobody = ["/usr/bin/setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
        (int readable, _, _) = await ProgramProcess.RunAsync(asNobody[0], [.. asNobody[1..], "test", "-x", ProgramProcess.PathOf("Kmip.ProxyHost", "kmip-proxy")]);
        Assert.SkipUnless(readable == 0, "The build output is not open to other users.");
        await using HangingProxy proxy = await HangingProxy.StartAsync((path, own) =>
        {
            (_, string opened, string error) = ProgramProcess.RunAsync("chmod", ["-R", "a+rX", Path.GetDirectoryName(own[2])!]).GetAwaiter().GetResult();
            Assert.Empty(opened + error);
            return [.. asNobody, path, .. own];
        });

        Assert.Matches($@"Uid:\s+{Nobody}\s+{Nobody}", proxy.Proc("status"));
        PhysicalFileSystem files = new();
        Assert.Equal(new FileOwner(0, 0), files.OwnerOf($"/proc/{proxy.Id}/mem"));
        (int attached, _, string refusal) = await ProgramProcess.RunAsync(asNobody[0], [.. asNobody[1..], "cat", $"/proc/{proxy.Id}/environ"]);
        Assert.NotEqual(0, attached);
        Assert.Contains("denied", refusal, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A94")]
    public async Task A_serving_proxy_is_hardened_and_still_stops_by_a_signal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), LinuxOnly);
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        using TemporaryFolder temporary = new();
        await using ProgramProcess proxy = ProgramProcess.Start(
            ProgramProcess.PathOf("Kmip.ProxyHost", "kmip-proxy"), ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"],
            new Dictionary<string, string?> { [HangingProxy.DiagnosticsVariable] = null, ["TMPDIR"] = temporary.FullPath });
        await proxy.WaitForAsync(static output => output.Contains("listens on", StringComparison.Ordinal) ? output : null, TimeSpan.FromSeconds(60));

        Assert.Empty(Directory.GetFileSystemEntries(temporary.FullPath));
        Assert.Matches(@"Max core file size +0 +0 ", File.ReadAllText($"/proc/{proxy.Id}/limits"));

        (int killed, _, string error) = await ProgramProcess.RunAsync("kill", ["-TERM", proxy.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(killed == 0, error);
        Assert.Equal((int)ExitCode.Success, await proxy.WaitForExitAsync());
    }

    private static string Dotnet() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static directory => Path.Combine(directory, "dotnet")).First(File.Exists);
}
