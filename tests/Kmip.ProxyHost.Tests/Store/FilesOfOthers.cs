using System.Text;
using System.Text.Json.Nodes;
using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>What other programs, other versions and people put into the directory.</summary>
public sealed class FilesOfOthers
{
    [Fact]
    public async Task A_changed_record_leaves_credentials_and_unknown_fields_as_they_were()
    {
        using TestSnapshot snapshot = new();
        byte[] key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        string path = snapshot.WriteMetadata("k", CloudProvider.Local,
            $$"""
            {
              "keyFile": "{{snapshot.KeyFile}}", // a comment
              "secretAccessKey": "credential of another cloud",
              "CipherText": "{{Convert.ToBase64String(snapshot.Wrap(key))}}",
              "nested": {"a": [1, 2.50, "\u00e4"]},
            }
            """);
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            await harness.UpdateAsync((await harness.FindAsync("k"))!.In(State.Deactivated));
        }

        JsonObject json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        Assert.Equal(["keyFile", "secretAccessKey", "CipherText", "nested", "kmip"], json.Select(static pair => pair.Key));
        Assert.Equal("credential of another cloud", json["secretAccessKey"]!.GetValue<string>());
        Assert.Contains("""{"a": [1, 2.50, "\u00e4"]}""", File.ReadAllText(path), StringComparison.Ordinal);
        using StoreHarness next = await StoreHarness.OpenAsync(snapshot);
        Assert.Equal(State.Deactivated, (await next.FindAsync("k"))!.State);
        using SymmetricKey expected = TestObjects.Aes(key);
        Assert.Equal(TestObjects.Encode(expected), await next.GetAsync("k"));

        await next.DestroyAsync((await next.FindAsync("k"))!.In(State.Destroyed));

        json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        Assert.Equal(["keyFile", "secretAccessKey", "nested", "kmip"], json.Select(static pair => pair.Key));
    }

    [Fact]
    public async Task Unknown_fields_of_the_kmip_section_survive_a_change()
    {
        using TestSnapshot snapshot = new();
        string path = Add(snapshot, """{"formatVersion":1,"later":{"x":[true]}}""");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);

        await harness.UpdateAsync((await harness.FindAsync("k"))!.In(State.Deactivated));

        Assert.Contains("\"later\":{\"x\":[true]}", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Abuse", "A114")]
    [InlineData("""{"formatVersion":0}""", "format version 0")]
    [InlineData("""{"formatVersion":2,"state":7}""", "format version 2")]
    [InlineData("""{"formatVersion":99,"keyCheck":"?"}""", "format version 99")]
    [InlineData("""{}""", "format version (none)")]
    public async Task A_file_of_another_format_version_is_refused_and_left_untouched(string section, string reason)
    {
        using TestSnapshot snapshot = new();
        string path = Add(snapshot, section);
        byte[] before = File.ReadAllBytes(path);

        ProxyRun check = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey other = TestObjects.Aes(new byte[32]);

        Assert.Equal(ExitCode.Metadata, check.ExitCode);
        Assert.Contains(reason, check.Error, StringComparison.Ordinal);
        Assert.Contains(path, check.Error, StringComparison.Ordinal);
        Assert.Equal(StoreError.Failed, (await Assert.ThrowsAsync<StoreException>(() => harness.FindAsync("k"))).Error);
        Assert.Equal(StoreError.AlreadyExists, (await Assert.ThrowsAsync<StoreException>(() => harness.AddAsync(TestObjects.Record("k", other), other))).Error);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("state", "7")]
    [InlineData("state", "\"Gone\"")]
    [InlineData("objectType", "\"Key\"")]
    [InlineData("owner", "null")]
    [InlineData("sequence", "-1")]
    [InlineData("sequence", "1.5")]
    [InlineData("keyCheck", "\"AAAA\"")]
    [InlineData("keyCheck", "\"%\"")]
    [InlineData("sealed", "\"AAAA\"")]
    [InlineData("attributes", "\"AAAA\"")]
    [InlineData("attributes", "[]")]
    [InlineData("attributes1x", "3")]
    public async Task A_corrupt_section_is_refused_with_file_and_field(string field, string value)
    {
        using TestSnapshot snapshot = new();
        string path = Add(snapshot, $$"""{"formatVersion":1,"{{field}}":{{value}}}""");

        ProxyRun check = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);

        Assert.Equal(ExitCode.Metadata, check.ExitCode);
        Assert.Contains(path, check.Error, StringComparison.Ordinal);
        Assert.Contains(field, check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_contradicts_the_attributes_is_refused()
    {
        using TestSnapshot snapshot = new();
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            using SymmetricKey added = TestObjects.Aes(new byte[32]);
            await harness.AddAsync(TestObjects.Record("k", added, State.Compromised), added);
        }

        string path = snapshot.Layout.MetadataPath("k", CloudProvider.Local);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"Compromised\"", "\"Active\"", StringComparison.Ordinal));

        ProxyRun check = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);

        Assert.Equal(ExitCode.Metadata, check.ExitCode);
        Assert.Contains("state", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A114")]
    public async Task A_second_process_is_refused_and_changes_nothing()
    {
        using TestSnapshot snapshot = new();
        using DirectoryLock first = DirectoryLock.Take(snapshot.DatabasePath);

        ProxyRun second = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile, "--keyId", "k"]);

        Assert.Equal(ExitCode.Locked, second.ExitCode);
        Assert.Contains("another kmip-proxy", second.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(snapshot.DatabasePath));
    }

    [Fact]
    public async Task A_key_that_appears_while_add_key_starts_is_not_overwritten()
    {
        using TestSnapshot snapshot = new();
        Directory.CreateDirectory(snapshot.Layout.CredentialsDirectory);
        string path = snapshot.Layout.MetadataPath("k", CloudProvider.Local);
        LateFileSystem files = new(new PhysicalFileSystem(), snapshot.Layout.CredentialsDirectory, () => File.WriteAllText(path, "{}"));

        ProxyRun run = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile, "--keyId", "k"], files: files);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("exists already", run.Error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(path));
    }

    [Fact]
    public async Task An_identifier_under_two_clouds_is_served_from_the_file_that_opens_and_cannot_be_changed()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k");
        snapshot.WriteMetadata("k", CloudProvider.Azure, """{"encryptedKey":"AAAA"}""");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey expected = TestObjects.Aes(key);

        Assert.Equal(TestObjects.Encode(expected), await harness.GetAsync("k"));
        Assert.Contains("k.azure.metadata", harness.Log, StringComparison.Ordinal);
        Assert.Contains("is used", harness.Log, StringComparison.Ordinal);
        StoreException refused = await Assert.ThrowsAsync<StoreException>(async () => await harness.UpdateAsync((await harness.FindAsync("k"))!));
        Assert.Equal(StoreError.ReadOnly, refused.Error);
    }

    [Fact]
    public async Task An_identifier_that_two_clouds_open_to_different_keys_is_not_served()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        snapshot.WriteMetadata("k", CloudProvider.Aws, $$"""{"encryptedKey":"{{Convert.ToBase64String(snapshot.Wrap(new byte[32]))}}"}""");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, providers: new OnlyLocal(snapshot.KeyFile));

        Assert.Contains("different keys", harness.Log, StringComparison.Ordinal);
        Assert.Contains("-cloudProvider", harness.Log, StringComparison.Ordinal);
        Assert.Equal(StoreError.Failed, (await Assert.ThrowsAsync<StoreException>(() => harness.GetAsync("k"))).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":1,"files":[{"name":"../../x.local.metadata","content":"AAAA","deleteKey":false}]}""")]
    [InlineData("""{"formatVersion":1,"files":[{"name":"x.local.key","content":"AAAA","deleteKey":false}]}""")]
    [InlineData("""{"formatVersion":2,"files":[]}""")]
    public async Task A_journal_that_is_not_ours_is_refused_and_touches_nothing(string journal)
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        string path = snapshot.WriteFile(".kmip-proxy.commit", Encoding.UTF8.GetBytes(journal));
        string[] before = Directory.GetFileSystemEntries(snapshot.Beside(""), "*", SearchOption.AllDirectories);

        ProxyException refused = await Assert.ThrowsAsync<ProxyException>(() => StoreHarness.OpenAsync(snapshot));

        Assert.Equal(ExitCode.Metadata, refused.ExitCode);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(snapshot.Beside(""), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Commands_that_only_look_say_that_a_change_was_cut_short_and_leave_it()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        string path = snapshot.WriteFile(".kmip-proxy.commit", "{}"u8.ToArray());

        foreach (string command in (string[])["check", "inspect"])
        {
            ProxyRun run = await ProxyRun.RunAsync([command, "-dbpath", snapshot.DatabasePath]);
            Assert.Equal(ExitCode.Success, run.ExitCode);
            Assert.Contains("cut short", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal("{}", File.ReadAllText(path));
    }

    [Fact]
    public async Task New_keys_are_refused_at_start_where_the_wrapping_key_cannot_unwrap()
    {
        using TestSnapshot snapshot = new();

        ProxyException refused = await Assert.ThrowsAsync<ProxyException>(() => StoreHarness.OpenAsync(snapshot, providers: new WrapOnly(snapshot.KeyFile)));

        Assert.Equal(ExitCode.Credentials, refused.ExitCode);
        Assert.Contains("--allowNewKeys", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destroyed_key_is_no_failure_of_check_and_inspect()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            await harness.DestroyAsync((await harness.FindAsync("k"))!.In(State.Destroyed));
        }

        ProxyRun check = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath]);

        Assert.Equal((ExitCode.Success, ""), (check.ExitCode, check.Error));
        Assert.Contains("key k (local) is destroyed", check.Output, StringComparison.Ordinal);
        ProxyRun inspect = await ProxyRun.RunAsync(["inspect", "-dbpath", snapshot.DatabasePath]);
        Assert.Equal((ExitCode.Success, ""), (inspect.ExitCode, inspect.Error));
        Assert.Contains("the key is destroyed", inspect.Output, StringComparison.Ordinal);
    }

    private static string Add(TestSnapshot snapshot, string section) => snapshot.WriteMetadata("k", CloudProvider.Local,
        $$"""{"keyFile":"{{snapshot.KeyFile}}","encryptedKey":"{{Convert.ToBase64String(snapshot.Wrap(new byte[32]))}}","kmip":{{section}}}""");

    private sealed class OnlyLocal(string keyFile) : IKeyProviderFactory
    {
        public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy) => LocalKeyProvider.FromKeyFile(keyFile);
    }

    private sealed class WrapOnly(string keyFile) : IKeyProviderFactory
    {
        public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy) => new Provider(keyFile);

        private sealed class Provider(string keyFile) : IKeyProvider
        {
            public string KeyId => "";

            public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
            {
                using LocalKeyProvider local = LocalKeyProvider.FromKeyFile(keyFile);
                return await local.WrapAsync(dataKey, cancellationToken);
            }

            public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken) =>
                throw new KeyProviderException(KeyProviderError.AccessDenied, "may not decrypt");
        }
    }
}
