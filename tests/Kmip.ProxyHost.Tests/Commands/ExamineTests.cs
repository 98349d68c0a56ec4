using System.Security.Cryptography;
using System.Text.Json;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Commands;

/// <summary><c>inspect</c>, <c>check</c> and <c>add-key</c> on real directories with the local provider.</summary>
public sealed class ExamineTests
{
    [Fact]
    public async Task A_key_that_was_added_opens()
    {
        using TestSnapshot snapshot = new();

        ProxyRun added = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile, "--keyId", "k1"]);
        ProxyRun checkedKey = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);
        ProxyRun again = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile, "--keyId", "k1"]);

        Assert.Equal((ExitCode.Success, ""), (added.ExitCode, added.Error));
        Assert.Equal((ExitCode.Success, ""), (checkedKey.ExitCode, checkedKey.Error));
        Assert.Contains("key k1 (local) opened; keyFile from metadata field keyFile, wrapped key from metadata field encryptedKey", checkedKey.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, again.ExitCode);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
        Assert.Equal(["k1.local.metadata"], Directory.GetFiles(snapshot.Layout.CredentialsDirectory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_given_key_is_wrapped_and_never_shown()
    {
        using TestSnapshot snapshot = new();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string file = snapshot.Beside("plain");
        File.WriteAllText(file, Convert.ToHexString(key) + "\n");

        ProxyRun run = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider=local", "--localKeyFile=" + snapshot.KeyFile, "--masterKeyFile", file, "--logLevel", "trace"]);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        string metadata = File.ReadAllText(Assert.Single(Directory.GetFiles(snapshot.Layout.CredentialsDirectory)));
        foreach (string form in (string[])[Convert.ToHexString(key), Convert.ToBase64String(key)])
        {
            Assert.DoesNotContain(form, metadata + run.All, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Inspect_names_fields_and_shows_no_secret()
    {
        using TestSnapshot snapshot = new();
        snapshot.WriteMetadata("a1", CloudProvider.Aws,
            """{"accessKeyId":"CANARYID","secretAccessKey":"CANARYSECRET","region":"US_EAST_1","encryptedKey":"Q0FOQVJZQ0FOQVJZQ0FOQVJZ","other":1}""");
        snapshot.WriteMetadata("g1", CloudProvider.Gcp, """{"serviceAccountKey":{"private_key":"CANARYKEY"}}""");
        snapshot.WriteFile("x.foo.metadata", []);

        ProxyRun text = await ProxyRun.RunAsync(["inspect", "-dbpath", snapshot.DatabasePath]);
        ProxyRun json = await ProxyRun.RunAsync(["inspect", "-dbpath", snapshot.DatabasePath, "--json"]);

        Assert.Equal(ExitCode.Metadata, text.ExitCode);
        foreach (string expected in (string[])["US_EAST_1 (metadata field region)", "present (metadata field accessKeyId)", "18 bytes, from metadata field encryptedKey",
            "other", "AWS KMS Decrypt", "key g1", "has no wrapped key", "x.foo.metadata is not used"])
        {
            Assert.Contains(expected, text.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("CANARY", text.All + json.All, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal(2, document.RootElement.GetProperty("keys").GetArrayLength());
        Assert.Equal("missing", document.RootElement.GetProperty("keys")[0].GetProperty("fields").GetProperty("sessionToken").GetString());
    }

    [Theory]
    [Trait("Abuse", "A87")]
    [InlineData("missing", "does not exist")]
    [InlineData("file", "is a file, not a directory")]
    public async Task A_wrong_dbpath_is_named_and_nothing_is_created(string kind, string reason)
    {
        using TestSnapshot snapshot = new();
        string path = snapshot.Beside(kind);
        if (kind == "file")
        {
            File.WriteAllText(path, "");
        }

        string[] before = Directory.GetFileSystemEntries(snapshot.Beside(""));

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", path]);

        Assert.Equal(ExitCode.Snapshot, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(snapshot.Beside("")));
    }

    [Theory]
    [Trait("Abuse", "A88")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_metadata_the_error_says_what_was_expected(bool directory)
    {
        using TestSnapshot snapshot = new();
        if (directory)
        {
            snapshot.WriteFile("%2f.aws.metadata", []);
            snapshot.WriteFile(new string('a', 230) + ".aws.metadata", []);
        }

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);

        Assert.Equal(ExitCode.Snapshot, run.ExitCode);
        Assert.Contains("cloudProviderCredentials", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A88")]
    public async Task Several_keys_need_a_choice_only_for_the_wrappedKey_option()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("one");
        snapshot.AddKey("two");
        string file = snapshot.Beside("wrapped");
        File.WriteAllBytes(file, snapshot.Wrap(new byte[32]));

        ProxyRun all = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);
        ProxyRun ambiguous = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--wrappedKey", file]);
        ProxyRun chosen = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--wrappedKey", file, "--keyId", "two"]);

        Assert.Equal(ExitCode.Success, all.ExitCode);
        Assert.Equal(ExitCode.Usage, ambiguous.ExitCode);
        Assert.Contains("one (local), two (local)", ambiguous.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, chosen.ExitCode);
        Assert.Contains("wrapped key from --wrappedKey", chosen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_can_be_described_by_options_alone()
    {
        using TestSnapshot snapshot = new();
        string file = snapshot.Beside("wrapped");
        File.WriteAllText(file, Convert.ToBase64String(snapshot.Wrap(new byte[32])));

        ProxyRun run = await ProxyRun.RunAsync(
            ["check", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "local", "--keyId", "k", "--wrappedKey", file, "--localKeyFile", snapshot.KeyFile]);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task The_wrapped_key_may_lie_beside_the_metadata()
    {
        using TestSnapshot snapshot = new();
        snapshot.WriteMetadata("k", CloudProvider.Local, "{}");
        snapshot.WriteFile("k.local.key", snapshot.Wrap(new byte[32]));

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath], new() { ["KMIP_PROXY_LOCAL_KEY_FILE"] = snapshot.KeyFile });

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("keyFile from environment KMIP_PROXY_LOCAL_KEY_FILE", run.Output, StringComparison.Ordinal);
        Assert.Contains("k.local.key", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task A_wrapped_key_with_any_byte_changed_does_not_open()
    {
        using TestSnapshot snapshot = new();
        byte[] wrapped = snapshot.Wrap(RandomNumberGenerator.GetBytes(32));
        for (int i = 0; i < wrapped.Length; i += 3)
        {
            byte[] changed = [.. wrapped];
            changed[i] ^= 1;
            await RefuseAsync(snapshot, changed);
        }

        await RefuseAsync(snapshot, wrapped[..^1]);
        await RefuseAsync(snapshot, wrapped[..20]);
        await RefuseAsync(snapshot, [1]);
        await RefuseAsync(snapshot, snapshot.Wrap(new byte[31]));
        await RefuseAsync(snapshot, snapshot.Wrap(new byte[64]));
    }

    private static async Task RefuseAsync(TestSnapshot snapshot, byte[] wrapped)
    {
        string path = snapshot.WriteMetadata("k", CloudProvider.Local,
            $$"""{"keyFile":"{{snapshot.KeyFile}}","encryptedKey":"{{Convert.ToBase64String(wrapped)}}"}""");
        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);

        Assert.Equal(ExitCode.Key, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Contains("field encryptedKey", run.Error, StringComparison.Ordinal);
        Assert.Contains("--wrappedKey", run.Error, StringComparison.Ordinal);
    }
}
