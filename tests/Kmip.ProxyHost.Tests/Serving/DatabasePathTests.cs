using System.Runtime.Versioning;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Directories that can be served and those that cannot, and what lies in them.</summary>
public sealed class DatabasePathTests
{
    [Theory]
    [Trait("Abuse", "A87")]
    [InlineData("missing", 3, "does not exist")]
    [InlineData("file", 3, "is a file, not a directory")]
    [InlineData("", 2, "has an empty value")]
    [InlineData("   ", 2, "is blank")]
    public async Task A_dbpath_that_is_none_is_named_in_one_line_and_nothing_is_created(string name, int code, string reason)
    {
        using TestSnapshot snapshot = new();
        File.WriteAllText(snapshot.Beside("file"), "x");
        string[] before = Directory.GetFileSystemEntries(snapshot.Beside("."));
        string path = name.Trim().Length == 0 ? name : snapshot.Beside(name);

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", path, "-kmipPort", "0"]);

        Assert.Equal((ExitCode)code, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains(code == 3 ? path : "-dbpath", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(before, Directory.GetFileSystemEntries(snapshot.Beside(".")));
    }

    [Fact]
    [Trait("Abuse", "A87")]
    [UnsupportedOSPlatform("windows")]
    public async Task An_unreadable_dbpath_is_named_to_a_user_who_may_not_read_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "needs Linux, root and setpriv");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        snapshot.OpenToOthers();
        File.SetUnixFileMode(snapshot.DatabasePath, UnixFileMode.None);

        (int code, string output, string error) = await ProxyProcess.RunAsync(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"], through: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]);

        Assert.True(code == 3, $"{code}\n{output}{error}");
        Assert.Equal($"kmip-proxy: error: cannot read {snapshot.DatabasePath}: Permission denied\n", error);
    }

    [Theory]
    [Trait("Abuse", "A87")]
    [InlineData("my db", "")]
    [InlineData("Ünïcödé 数据", "")]
    [InlineData("db", "/")]
    [InlineData("it's", "//")]
    public async Task Spaces_letters_of_any_script_and_a_trailing_slash_are_served(string name, string suffix)
    {
        using TestSnapshot snapshot = new(name);
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath + suffix, []);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.Equal("", run.Error);
    }

    [Fact]
    [Trait("Abuse", "A87")]
    public async Task A_relative_dbpath_is_served_and_printed_in_full()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(Path.GetRelativePath(Directory.GetCurrentDirectory(), snapshot.DatabasePath), []);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.Contains($"mongod --dbpath {snapshot.DatabasePath} --port 27017", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A87")]
    public async Task A_dbpath_that_is_a_link_is_served()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        string link = snapshot.Beside("link");
        Directory.CreateSymbolicLink(link, snapshot.DatabasePath);
        await using ServingRun run = await ServingRun.StartAsync(link, []);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.True(File.Exists(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));
    }

    [Theory]
    [Trait("Abuse", "A88")]
    [InlineData(false, "has no cloudProviderCredentials directory")]
    [InlineData(true, "holds no KEYID.PROVIDER.metadata file")]
    public async Task A_dbpath_without_keys_is_refused_and_the_options_that_help_are_named(bool withDirectory, string reason)
    {
        using TestSnapshot snapshot = new();
        if (withDirectory)
        {
            Directory.CreateDirectory(snapshot.Layout.CredentialsDirectory);
        }

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"]);

        Assert.Equal((ExitCode.Snapshot, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains(snapshot.DatabasePath, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A88")]
    public async Task Several_keys_of_several_clouds_are_all_served_and_other_files_are_named()
    {
        using TestSnapshot snapshot = new();
        byte[] first = snapshot.AddKey("k1");
        byte[] second = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        snapshot.WriteMetadata("k2", CloudProvider.Aws,
            $$"""{"accessKeyId":"AKIDEXAMPLE","secretAccessKey":"s","region":"us-east-1","encryptedKey":"{{Convert.ToBase64String(snapshot.Wrap(second))}}"}""");
        snapshot.WriteFile("k3.foo.metadata", []);
        snapshot.WriteFile("k..%2f..%2fetc.local.metadata", []);
        snapshot.WriteFile(new string('k', 200) + ".local.metadata", []);
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, [], providers: new LocalProviders(snapshot.KeyFile));

        Assert.Equal(first, await run.GetKeyAsync("k1"));
        Assert.Equal(second, await run.GetKeyAsync("k2"));
        Assert.Contains("key          k2 (aws): accessKeyId from metadata field accessKeyId, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("--kmipKeyIdentifier k1", run.Output, StringComparison.Ordinal);
        Assert.Contains("--kmipKeyIdentifier k2", run.Output, StringComparison.Ordinal);
        foreach (string name in (string[])["k3.foo.metadata is not used", "k..%2f..%2fetc.local.metadata is not used", "kkk… is not used"])
        {
            Assert.Contains(name, run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [Trait("Abuse", "A88")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("..%2f..%2fk1")]
    [InlineData("k1.local.metadata")]
    [InlineData("k1/")]
    public async Task An_identifier_of_a_client_is_never_a_path(string keyId)
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        snapshot.AddKey("k2");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        foreach (string asked in (string[])[keyId, "k1\0", new string('k', 300)])
        {
            KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(() => run.GetKeyAsync(asked));
            Assert.Equal(ResultReason.ItemNotFound, failure.ResultReason);
        }

        Assert.DoesNotContain('\0', run.Error);
    }
}
