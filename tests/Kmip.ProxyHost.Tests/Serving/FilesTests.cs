using System.Runtime.Versioning;
using System.Text.Json;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Where the certificates go, who may use a directory at a time, and what is said of it all.</summary>
public sealed class FilesTests
{
    [Fact]
    public async Task A_second_proxy_on_a_dbpath_is_told_of_the_first()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun first = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        byte[] certificate = File.ReadAllBytes(Path.Combine(snapshot.DatabasePath, "kmipClient.pem"));

        ProxyRun second = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--newCertificates"]);

        Assert.Equal((ExitCode.Locked, ""), (second.ExitCode, second.Output));
        Assert.Contains($"another kmip-proxy is using {snapshot.DatabasePath}", second.Error, StringComparison.Ordinal);
        Assert.Equal(certificate, File.ReadAllBytes(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));
        Assert.Equal(key, await first.GetKeyAsync("k1"));
    }

    [Fact]
    public async Task Two_dbpaths_may_not_share_a_directory_of_certificates_at_a_time()
    {
        using TestSnapshot one = new();
        using TestSnapshot two = new();
        one.AddKey("k1");
        two.AddKey("k1");
        string certificates = Directory.CreateDirectory(one.Beside("pem")).FullName;
        await using ServingRun first = await ServingRun.StartAsync(one.DatabasePath, ["--pemDir", certificates]);

        ProxyRun second = await ProxyRun.RunAsync(["-dbpath", two.DatabasePath, "-kmipPort", "0", "--pemDir", certificates]);
        await using ServingRun beside = await ServingRun.StartAsync(two.DatabasePath, []);

        Assert.Equal(ExitCode.Locked, second.ExitCode);
        Assert.Contains($"another kmip-proxy is using {certificates}", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_directory_of_their_own_the_certificates_leave_the_dbpath_alone()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        string certificates = Directory.CreateDirectory(snapshot.Beside("pem dir")).FullName;
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--pemDir", certificates]);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
        Assert.Contains($"--kmipServerCAFile '{certificates}/kmipCA.pem'", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task With_a_directory_of_their_own_a_dbpath_that_may_not_be_written_is_served()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "needs Linux, root and setpriv");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string certificates = Directory.CreateDirectory(snapshot.Beside("pem")).FullName;
        Assert.Equal(0, (await ProgramProcess.RunAsync("chown", ["-R", "65534:65534", snapshot.Beside(".")])).ExitCode);
        File.SetUnixFileMode(snapshot.DatabasePath, (UnixFileMode)0b101_101_101);
        string[] unprivileged = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"];

        (int code, _, string error) = await ProxyProcess.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"], through: unprivileged);
        Assert.Equal(8, code);
        Assert.Contains("--pemDir", error, StringComparison.Ordinal);
        await using ProxyProcess proxy = ProxyProcess.Start(snapshot.DatabasePath, ["--pemDir", certificates], through: unprivileged);
        await proxy.WaitForAsync("kmip-proxy listens on");
        await proxy.SignalAsync("TERM");

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
        Assert.Equal(3, Directory.GetFiles(certificates).Length);
    }

    [Fact]
    public async Task As_root_the_certificates_belong_to_the_owner_of_the_dbpath_wherever_they_go()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs Linux and root");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string certificates = Directory.CreateDirectory(snapshot.Beside("pem")).FullName;
        Assert.Equal(0, (await ProgramProcess.RunAsync("chown", ["65534:65533", snapshot.DatabasePath])).ExitCode);
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--pemDir", certificates]);

        (_, string owners, _) = await ProgramProcess.RunAsync("stat", ["-c", "%u:%g %a", .. Directory.GetFiles(certificates)]);

        Assert.Equal("65534:65533 600\n65534:65533 600\n65534:65533 600\n", owners);
    }

    [Fact]
    public async Task The_dbpath_itself_may_be_named_as_the_directory_of_the_certificates()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        string link = snapshot.Beside("link");
        Directory.CreateSymbolicLink(link, snapshot.DatabasePath);
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--pemDir", link]);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
    }

    [Fact]
    public async Task A_missing_directory_for_the_certificates_is_named()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--pemDir", snapshot.Beside("none")]);

        Assert.Equal(ExitCode.File, run.ExitCode);
        Assert.Contains(snapshot.Beside("none"), run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(snapshot.Beside("none")));
    }

    [Fact]
    public async Task A_restart_keeps_the_certificates_so_that_a_running_mongod_goes_on()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string path = Path.Combine(snapshot.DatabasePath, "kmipClient.pem");
        byte[] before;
        await using (await ServingRun.StartAsync(snapshot.DatabasePath, []))
        {
            before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        }

        await using ServingRun second = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Contains("a running mongod needs no restart", second.Output, StringComparison.Ordinal);
        Assert.Equal(32, (await second.GetKeyAsync("k1")).Length);
    }

    [Fact]
    public async Task What_the_operator_needs_is_said_at_every_level_and_comes_before_the_last_line()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--logLevel", "error", "-mongodPort", "27018"]);

        string[] lines = run.Output.TrimEnd().Split('\n');
        string db = snapshot.DatabasePath;
        string common = $"mongod --dbpath {db} --port 27018 --enableEncryption --kmipServerName 127.0.0.1 --kmipPort {run.Port} "
            + $"--kmipServerCAFile {db}/kmipCA.pem --kmipClientCertificateFile {db}/kmipClient.pem --kmipKeyIdentifier k1";
        Assert.Equal(
            [
                "",
                "key          k1 (local): keyFile from metadata field keyFile, wrapped key from metadata field encryptedKey",
                $"CA file      {db}/kmipCA.pem",
                $"client file  {db}/kmipClient.pem",
                "",
                "To start mongod with key k1, version 5.2, 5.3 or later:",
                $"  {common} --kmipActivateKeys false",
                "Earlier versions, which do not know --kmipActivateKeys:",
                $"  {common}",
                "",
                $"kmip-proxy listens on 127.0.0.1:{run.Port}",
            ],
            lines);
    }

    [Fact]
    public async Task As_json_every_line_is_an_object_and_one_is_the_event_serving()
    {
        using TestSnapshot snapshot = new("db ü");
        snapshot.AddKey("k1");
        await using ProxyProcess proxy = ProxyProcess.Start(snapshot.DatabasePath, ["--logFormat", "json", "--logLevel", "trace"]);
        await proxy.WaitForAsync("\"event\":\"serving\"");
        await proxy.SignalAsync("TERM");
        Assert.Equal(0, await proxy.WaitForExitAsync());

        List<JsonDocument> lines = [.. proxy.Program.Output.TrimEnd().Split('\n').Select(static line => JsonDocument.Parse(line))];
        JsonElement serving = lines.Single(static line => line.RootElement.TryGetProperty("event", out _)).RootElement;
        Assert.Equal("serving", serving.GetProperty("event").GetString());
        Assert.Equal("127.0.0.1", serving.GetProperty("address").GetString());
        Assert.InRange(serving.GetProperty("port").GetInt32(), 1, 65535);
        Assert.Equal("k1", serving.GetProperty("keys")[0].GetProperty("keyId").GetString());
        Assert.Equal("local", serving.GetProperty("keys")[0].GetProperty("provider").GetString());
        Assert.Equal(Path.Combine(snapshot.DatabasePath, "kmipClient.pem"), serving.GetProperty("clientCertificateFile").GetString());
        Assert.Contains("--kmipActivateKeys false", serving.GetProperty("mongod")[0].GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.Equal(JsonValueKind.String, line.RootElement.GetProperty("time").ValueKind));
    }
}
