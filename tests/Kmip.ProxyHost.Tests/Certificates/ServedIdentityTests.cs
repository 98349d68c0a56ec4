using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>The certificates of a program that serves.</summary>
public sealed class ServedIdentityTests
{
    [Theory]
    [Trait("Abuse", "A92")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_root_the_files_belong_to_the_owner_of_the_dbpath_wherever_they_lie(bool elsewhere)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can give files away.");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        string pemDirectory = elsewhere ? Directory.CreateDirectory(snapshot.Beside("pem")).FullName : snapshot.DatabasePath;
        (int code, string output, string error) = await ProgramProcess.RunAsync("chown", ["12345:12346", snapshot.DatabasePath]);
        Assert.True(code == 0, output + error);

        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, elsewhere ? ["--pemDir", pemDirectory] : []);

        foreach (string name in (string[])["kmipCA.pem", "kmipClient.pem", "kmipIdentity.sealed"])
        {
            Assert.True(new PhysicalFileSystem().IsPrivate(Path.Combine(pemDirectory, name), new FileOwner(12345, 12346)), name);
        }
    }

    [Fact]
    public async Task A_client_that_started_before_a_restart_of_the_proxy_is_served_after_it()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        byte[] client;
        await using (ServingRun first = await ServingRun.StartAsync(snapshot.DatabasePath, []))
        {
            client = File.ReadAllBytes(Path.Combine(snapshot.DatabasePath, "kmipClient.pem"));
            Assert.Equal(key, await first.GetKeyAsync("k1"));
        }

        await using ServingRun second = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        Assert.Contains("a running mongod needs no restart", second.Output, StringComparison.Ordinal);
        Assert.Equal(client, File.ReadAllBytes(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));
        Assert.Equal(key, await second.GetKeyAsync("k1"));
    }
}
