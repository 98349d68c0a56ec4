using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;
using Kmip.Ttlv;
using Xunit.Sdk;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>
/// One change of a store that holds a snapshot's key, a new AES key (Active) and a secret (Deactivated), with what must be found before and after it.
/// </summary>
public sealed class StoreChangeCase : IXunitSerializable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];
    private static readonly byte[] Data = [.. Enumerable.Range(1, 96).Select(static i => (byte)(200 - i))];

    public StoreChangeCase()
    {
    }

    private StoreChangeCase(string name) => Name = name;

    /// <summary>Which change.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Every change there is.</summary>
    public static TheoryData<StoreChangeCase> All => [.. ((string[])["Create", "Register", "Activate", "Revoke", "Destroy", "Destroy a snapshot's key"])
        .Select(static name => new StoreChangeCase(name))];

    /// <summary>The identifier of the object that changes.</summary>
    internal string Id => Name switch
    {
        "Create" or "Register" => "new",
        "Activate" => "pre",
        "Revoke" => "aes",
        "Destroy" => "secret",
        _ => "given",
    };

    /// <summary>True where the object is gone after the change.</summary>
    internal bool Destroys => Name.StartsWith("Destroy", StringComparison.Ordinal);

    /// <summary>A file system with the objects, made by the store itself where the store makes them.</summary>
    internal static async Task<CrashFileSystem> PrepareAsync(TestSnapshot snapshot)
    {
        CrashFileSystem files = new(snapshot.DatabasePath);
        SnapshotLayout layout = snapshot.Layout;
        files.Seed(layout.MetadataPath("given", CloudProvider.Local), System.Text.Encoding.UTF8.GetBytes("{\"keyFile\":\"" + snapshot.KeyFile + "\",\"other\":{\"a\":[1]}}"));
        files.Seed(layout.WrappedKeyPath("given", CloudProvider.Local), snapshot.Wrap(Key));
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: files);
        using SymmetricKey aes = TestObjects.Aes(Key);
        using SecretData secret = TestObjects.Secret(Data);
        await harness.AddAsync(TestObjects.Record("pre", aes), aes);
        await harness.AddAsync(TestObjects.Record("aes", aes, State.Active), aes);
        await harness.AddAsync(TestObjects.Record("secret", secret, State.Deactivated), secret);
        return files.Restart(CrashKind.PowerCut);
    }

    /// <summary>Makes the change.</summary>
    internal async Task RunAsync(StoreHarness harness)
    {
        if (Id == "new")
        {
            using ManagedObject added = New();
            await harness.AddAsync(TestObjects.Record(Id, added), added);
            return;
        }

        ManagedObjectRecord changed = (await harness.FindAsync(Id))!.In(StateAfter!.Value);
        await (Destroys ? harness.DestroyAsync(changed) : harness.UpdateAsync(changed));
    }

    /// <summary>The state before; null where the object is not there.</summary>
    internal State? StateBefore => Name switch
    {
        "Create" or "Register" => null,
        "Activate" => State.PreActive,
        "Destroy" => State.Deactivated,
        _ => State.Active,
    };

    /// <summary>The state after.</summary>
    internal State? StateAfter => Name switch
    {
        "Create" or "Register" => State.PreActive,
        "Activate" => State.Active,
        "Revoke" => State.Deactivated,
        _ => State.Destroyed,
    };

    /// <summary>The bytes of the object as long as it is there.</summary>
    internal byte[] Bytes()
    {
        using ManagedObject expected = Name is "Register" or "Destroy" ? TestObjects.Secret(Data) : TestObjects.Aes(Key);
        return TestObjects.Encode(expected);
    }

    /// <summary>Finds the object whole, in the state before or after; says which.</summary>
    internal async Task<State?> RequireWholeAsync(StoreHarness harness)
    {
        ManagedObjectRecord? record = await harness.FindAsync(Id);
        byte[]? bytes = await harness.GetAsync(Id);
        Assert.True(record?.State == StateBefore || record?.State == StateAfter, $"{Name}: state {record?.State}");
        Assert.Equal(record is null || record.IsDestroyed ? null : Bytes(), bytes);
        if (record is not null && Id != "given")
        {
            Assert.Equal("name of " + Id, record.Attributes.Names[0].NameValue);
            AttributeValue? digest = record.Attributes.TryFind(KmipTag.Digest, out AttributeValue? found) ? found : null;
            byte[]? value = (digest?.AsStructure as Digest)?.DigestValue;
            Assert.Equal(Name == "Destroy" && record.IsDestroyed ? null : System.Security.Cryptography.SHA256.HashData(Bytes()), value);
        }

        return record?.State;
    }

    public void Deserialize(IXunitSerializationInfo info) => Name = info.GetValue<string>("name")!;

    public void Serialize(IXunitSerializationInfo info) => info.AddValue("name", Name);

    public override string ToString() => Name;

    private ManagedObject New() => Name == "Create" ? TestObjects.Aes(Key) : TestObjects.Secret(Data);
}
