using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>Every kind of object that Register brings is kept, and what lies on the disk tells nothing of it.</summary>
public sealed class ObjectKinds
{
    public static TheoryData<string> Kinds =>
    [
        "AES-256", "AES-128", "AES-256 with attributes", "DES3 of 24 bytes", "HMAC of 4096 bytes", "Secret of 96 bytes", "Password of 4 bytes", "Opaque of 300 KB", "Certificate",
        "Wrapped key", "Transparent key",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_comes_back_byte_for_byte_after_a_restart(string kind)
    {
        using TestSnapshot snapshot = new();
        byte[] expected;
        string attributes;
        using (ManagedObject added = Make(kind))
        {
            expected = TestObjects.Encode(added);
            ManagedObjectRecord record = TestObjects.Record("k", added);
            attributes = TestObjects.Describe(record.Attributes);
            using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
            await harness.AddAsync(record, added);
            Assert.Equal(expected, await harness.GetAsync("k"));
        }

        using StoreHarness next = await StoreHarness.OpenAsync(snapshot);

        Assert.Equal(expected, await next.GetAsync("k"));
        ManagedObjectRecord found = (await next.FindAsync("k"))!;
        Assert.Equal(attributes, TestObjects.Describe(found.Attributes));
        Assert.Equal(StoreHarness.Owner, found.Owner);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_the_object_nor_a_hash_of_a_guessable_one_lies_in_the_file(string kind)
    {
        using TestSnapshot snapshot = new();
        using ManagedObject added = Make(kind);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        await harness.AddAsync(TestObjects.Record("k", added), added);

        byte[] file = File.ReadAllBytes(Assert.Single(Directory.GetFiles(snapshot.Layout.CredentialsDirectory)));
        JsonObject json = JsonNode.Parse(file)!.AsObject();
        byte[] shown = Convert.FromBase64String(json["kmip"]!["attributes"]!.GetValue<string>());
        byte[] digest = SHA256.HashData(TestObjects.Encode(added));

        bool isMasterKey = kind == "AES-256";
        Assert.Equal(isMasterKey, json["kmip"]!["sealed"] is null);
        Assert.Equal(isMasterKey, shown.AsSpan().IndexOf(digest) >= 0);
        byte[] item = TestObjects.Encode(added);
        Assert.True(file.AsSpan().IndexOf(item.AsSpan(8)) < 0);
        Assert.DoesNotContain(Convert.ToBase64String(item.AsSpan(0, item.Length / 3 * 3)), Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_AES_256_key_is_wrapped_as_its_bare_32_bytes_as_a_snapshots_key_is()
    {
        using TestSnapshot snapshot = new();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            using SymmetricKey added = TestObjects.Aes(key);
            await harness.AddAsync(TestObjects.Record("k", added, State.Active), added);
        }

        JsonObject json = JsonNode.Parse(File.ReadAllBytes(snapshot.Layout.MetadataPath("k", CloudProvider.Local)))!.AsObject();
        using KeyProviders.LocalKeyProvider provider = KeyProviders.LocalKeyProvider.FromKeyFile(snapshot.KeyFile);
        byte[] unwrapped = new byte[64];
        int length = await provider.UnwrapAsync(
            Convert.FromBase64String(json["encryptedKey"]!.GetValue<string>()), unwrapped, TestContext.Current.CancellationToken);

        Assert.Equal(key, unwrapped.AsSpan(0, length).ToArray());
        Assert.Equal(snapshot.KeyFile, json["keyFile"]!.GetValue<string>());
        Assert.Equal("Active", json["kmip"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_object_that_is_too_long_is_refused_and_nothing_is_written()
    {
        using TestSnapshot snapshot = new();
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using OpaqueObject added = TestObjects.Opaque(new byte[600 * 1024]);

        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => harness.AddAsync(TestObjects.Record("k", added), added));

        Assert.Equal(StoreError.UnsupportedObject, refused.Error);
        Assert.False(Directory.Exists(snapshot.Layout.CredentialsDirectory));
        Assert.Null(await harness.FindAsync("k"));
    }

    [Fact]
    public async Task Too_many_attributes_are_refused_and_the_store_goes_on()
    {
        using TestSnapshot snapshot = new();
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey added = TestObjects.Aes(new byte[32]);
        ManagedObjectRecord record = TestObjects.Record("k", added);
        record.Attributes.Add(new KmipAttributeId("x", "long"), AttributeValue.TextString(new string('a', RecordedAttributes.MaximumLength)));

        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => harness.AddAsync(record, added));
        await harness.AddAsync(TestObjects.Record("k", added), added);

        Assert.Equal(StoreError.UnsupportedObject, refused.Error);
        Assert.NotNull(await harness.GetAsync("k"));
    }

    [Fact]
    public async Task Attributes_that_only_KMIP_1_x_knows_are_kept()
    {
        using TestSnapshot snapshot = new();
        using SymmetricKey added = TestObjects.Aes(new byte[32]);
        ManagedObjectRecord record = TestObjects.Record("k", added);
        record.Attributes.Add(KmipAttributeId.FromName("Not A Standard Name"), AttributeValue.TextString("first"));
        record.Attributes.Add(KmipAttributeId.FromName("Not A Standard Name"), AttributeValue.TextString("second"));
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot))
        {
            await harness.AddAsync(record, added);
        }

        using StoreHarness next = await StoreHarness.OpenAsync(snapshot);

        ManagedObjectRecord found = (await next.FindAsync("k"))!;
        Assert.Equal(["first", "second"], found.Attributes.FindAll(KmipAttributeId.FromName("Not A Standard Name")).Select(static value => value.AsTextString));
        Assert.Equal(record.Attributes.Count, found.Attributes.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../k")]
    [InlineData("a/b")]
    [InlineData(".k")]
    [InlineData("k\0")]
    public async Task An_identifier_that_no_file_can_have_is_refused(string id)
    {
        using TestSnapshot snapshot = new();
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey added = TestObjects.Aes(new byte[32]);

        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => harness.AddAsync(TestObjects.Record(id, added), added));

        Assert.Equal(StoreError.UnsupportedObject, refused.Error);
        Assert.Null(await harness.FindAsync(id));
    }

    private static ManagedObject Make(string kind)
    {
        Random random = new(kind.Length);
        byte[] Bytes(int length)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        switch (kind)
        {
            case "AES-256":
                return TestObjects.Aes(Bytes(32));
            case "AES-128":
                return TestObjects.Aes(Bytes(16));
            case "AES-256 with attributes":
                SymmetricKey key = TestObjects.Aes(Bytes(32));
                key.KeyBlock.KeyValue!.Attributes = new AttributeList { CryptographicLength = 256 };
                return key;
            case "DES3 of 24 bytes":
                return Raw(CryptographicAlgorithm.DES3, 168, Bytes(24));
            case "HMAC of 4096 bytes":
                return Raw(CryptographicAlgorithm.HMAC_SHA256, 4096 * 8, Bytes(4096));
            case "Secret of 96 bytes":
                return TestObjects.Secret(Bytes(96));
            case "Password of 4 bytes":
                return TestObjects.Secret("1234"u8.ToArray());
            case "Opaque of 300 KB":
                return TestObjects.Opaque(Bytes(300 * 1024));
            case "Certificate":
                return TestObjects.Certificate(Bytes(900));
            case "Wrapped key":
                SymmetricKey wrapped = TestObjects.Aes(Bytes(40));
                wrapped.KeyBlock.CryptographicLength = 256;
                wrapped.KeyBlock.KeyWrappingData = new KeyWrappingData { WrappingMethod = WrappingMethod.Encrypt, IVCounterNonce = Bytes(8) };
                return wrapped;
            default:
                SymmetricKey transparent = Raw(CryptographicAlgorithm.AES, 256, Bytes(32));
                transparent.KeyBlock.KeyFormatType = KeyFormatType.TransparentSymmetricKey;
                transparent.KeyBlock.KeyValue = new KeyValue(KeyMaterial.FromKey(new TransparentSymmetricKey { Key = SecretBuffer.CopyOf(Bytes(32)) }));
                return transparent;
        }
    }

    private static SymmetricKey Raw(CryptographicAlgorithm algorithm, int bits, byte[] key) => new()
    {
        KeyBlock = new KeyBlock
        {
            KeyFormatType = KeyFormatType.Raw,
            KeyValue = KeyValue.FromBytes(key),
            CryptographicAlgorithm = algorithm,
            CryptographicLength = bits,
        },
    };
}
