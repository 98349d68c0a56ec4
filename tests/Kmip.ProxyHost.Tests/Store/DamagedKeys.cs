using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>A wrapped key that is damaged or another object's is never served, and its file is left as it is.</summary>
public sealed class DamagedKeys
{
    private const string Id = "k1";

    public static TheoryData<string> Fields => ["encryptedKey", "sealed"];

    [Theory]
    [Trait("Abuse", "A115")]
    [MemberData(nameof(Fields))]
    public async Task Each_flipped_byte_is_found(string field)
    {
        using TestSnapshot snapshot = new();
        byte[] good = await AddAsync(snapshot, Id, field);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[i] ^= 0x40;
            Replace(snapshot, Id, field, Convert.ToBase64String(bad));
            await RequireRefusedAsync(snapshot, field);
        }
    }

    [Theory]
    [Trait("Abuse", "A115")]
    [MemberData(nameof(Fields))]
    public async Task Each_truncation_is_found(string field)
    {
        using TestSnapshot snapshot = new();
        byte[] good = await AddAsync(snapshot, Id, field);
        for (int length = 1; length < good.Length; length++)
        {
            Replace(snapshot, Id, field, Convert.ToBase64String(good.AsSpan(0, length)));
            await RequireRefusedAsync(snapshot, field);
        }
    }

    [Theory]
    [Trait("Abuse", "A115")]
    [MemberData(nameof(Fields))]
    public async Task The_wrapped_key_of_another_object_is_found_although_it_unwraps(string field)
    {
        using TestSnapshot snapshot = new();
        await AddAsync(snapshot, Id, field);
        byte[] other = await AddAsync(snapshot, "other", field);
        Replace(snapshot, Id, field, Convert.ToBase64String(other));

        OpenedKey refused = await RequireRefusedAsync(snapshot, field);

        Assert.Equal(ExitCode.Key, refused.Failure!.ExitCode);
        if (field == "encryptedKey")
        {
            Assert.Contains("wrapped key of another object", refused.Failure.Message, StringComparison.Ordinal);
            Assert.Equal(KeyProviderError.UnexpectedPlaintext, Assert.IsType<KeyProviderException>(refused.Failure.InnerException).Error);
        }
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task A_whole_file_under_another_name_is_found()
    {
        using TestSnapshot snapshot = new();
        await AddAsync(snapshot, "other", "encryptedKey");
        File.Copy(snapshot.Layout.MetadataPath("other", CloudProvider.Local), snapshot.Layout.MetadataPath(Id, CloudProvider.Local));

        OpenedKey refused = await RequireRefusedAsync(snapshot, "kmip");

        Assert.Equal(ExitCode.Metadata, refused.Failure!.ExitCode);
        Assert.Contains("belong to another key", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task The_keys_beside_a_damaged_one_are_served_and_its_Get_fails_with_the_reason()
    {
        using TestSnapshot snapshot = new();
        byte[] good = await AddAsync(snapshot, Id, "encryptedKey");
        byte[] key = snapshot.AddKey("fine");
        good[^1] ^= 1;
        Replace(snapshot, Id, "encryptedKey", Convert.ToBase64String(good));
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey expected = TestObjects.Aes(key);

        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => harness.GetAsync(Id));

        Assert.Equal(KeyProviderError.CiphertextRejected, failure.Error);
        Assert.Equal(ResultReason.CryptographicFailure, ErrorMapping.FailureOf(failure).Reason);
        Assert.Equal(TestObjects.Encode(expected), await harness.GetAsync("fine"));
    }

    [Fact]
    [Trait("Abuse", "A114")]
    public async Task Another_wrapping_key_is_refused_with_a_remedy_and_the_file_stays()
    {
        using TestSnapshot snapshot = new();
        await AddAsync(snapshot, Id, "encryptedKey");
        File.Delete(snapshot.KeyFile);
        LocalKeyProvider.CreateKeyFile(snapshot.KeyFile);

        OpenedKey refused = await RequireRefusedAsync(snapshot, "encryptedKey");

        Assert.Equal(ExitCode.Key, refused.Failure!.ExitCode);
        Assert.Contains("--wrappedKey", refused.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Adds an object whose wrapped bytes are in the field, and gives those bytes.</summary>
    private static async Task<byte[]> AddAsync(TestSnapshot snapshot, string id, string field)
    {
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            using ManagedObject added = field == "sealed" ? TestObjects.Secret([1, 2, 3, 4, 5]) : TestObjects.Aes(RandomNumberGenerator.GetBytes(32));
            await harness.AddAsync(TestObjects.Record(id, added), added);
        }

        return Convert.FromBase64String(At(Read(snapshot, id), field)[field]!.GetValue<string>());
    }

    private static async Task<OpenedKey> RequireRefusedAsync(TestSnapshot snapshot, string field)
    {
        string path = snapshot.Layout.MetadataPath(Id, CloudProvider.Local);
        byte[] before = File.ReadAllBytes(path);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);
        KeySelection selection = KeySelection.Read(harness.Context, snapshot.Layout, mayBeEmpty: false);
        OpenedKey opened = await new KeyOpener(harness.Context, snapshot.Layout).OpenAsync(
            selection.Entries.Single(static entry => entry.KeyId == Id), false, RetryPolicy.AtStart, TestContext.Current.CancellationToken);

        Assert.Null(opened.Key);
        Assert.Null(opened.Content);
        Assert.Contains(path, opened.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(field, opened.Failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await Record.ExceptionAsync(() => harness.GetAsync(Id)));
        Assert.Equal(before, File.ReadAllBytes(path));
        return opened;
    }

    private static JsonObject Read(TestSnapshot snapshot, string id) =>
        JsonNode.Parse(File.ReadAllBytes(snapshot.Layout.MetadataPath(id, CloudProvider.Local)))!.AsObject();

    private static void Replace(TestSnapshot snapshot, string id, string field, string value)
    {
        JsonObject json = Read(snapshot, id);
        At(json, field)[field] = value;
        File.WriteAllText(snapshot.Layout.MetadataPath(id, CloudProvider.Local), json.ToJsonString());
    }

    private static JsonObject At(JsonObject json, string field) => field == "sealed" ? json["kmip"]!.AsObject() : json;
}
