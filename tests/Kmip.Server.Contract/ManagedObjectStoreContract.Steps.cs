using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Contract;

/// <summary>The small steps the facts are made of.</summary>
public abstract partial class ManagedObjectStoreContract
{
    /// <summary>The identifier of an object.</summary>
    protected static string Id(int number) => new Guid(number, 0, 0, [0xC0, 1, 2, 3, 4, 5, 6, 7]).ToString("D");

    /// <summary>The key of an object: 32 bytes that differ between objects and from zero.</summary>
    protected static byte[] KeyBytes(int number) => [.. Enumerable.Range(0, 32).Select(i => (byte)(1 + (((number * 41) + (i * 7)) % 251)))];

    /// <summary>The object to add, to be disposed by the caller.</summary>
    protected static SymmetricKey Key(int number) => new()
    {
        KeyBlock = new KeyBlock
        {
            KeyFormatType = KeyFormatType.Raw,
            KeyValue = KeyValue.FromBytes(KeyBytes(number)),
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = 256,
        },
    };

    /// <summary>A new record of an object: pre-active, with a name.</summary>
    protected static ManagedObjectRecord Record(int number)
    {
        var attributes = new AttributeList
        {
            UniqueIdentifier = Id(number),
            ObjectType = ObjectType.SymmetricKey,
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = 256,
            CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
            State = State.PreActive,
            InitialDate = Now,
        };
        attributes.Add(KmipTag.Name, NameOf(number));
        return new ManagedObjectRecord { UniqueIdentifier = Id(number), ObjectType = ObjectType.SymmetricKey, Owner = "owner", Attributes = attributes };
    }

    /// <summary>The record in a state.</summary>
    protected static ManagedObjectRecord InState(ManagedObjectRecord record, State state)
    {
        ArgumentNullException.ThrowIfNull(record);
        ManagedObjectRecord copy = record.Copy();
        copy.Attributes.State = state;
        return copy;
    }

    /// <summary>A transaction that reads.</summary>
    protected static ValueTask<IStoreTransaction> ReadAsync(IManagedObjectStore store) => store.BeginAsync(StoreAccess.Read, default);

    /// <summary>A transaction that writes.</summary>
    protected static ValueTask<IStoreTransaction> WriteAsync(IManagedObjectStore store) => store.BeginAsync(StoreAccess.Write, default);

    /// <summary>Adds an object in a transaction of its own; the key is that of the record's number.</summary>
    protected static async Task AddAsync(IManagedObjectStore store, ManagedObjectRecord record)
    {
        await using IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, record);
        await writing.CommitAsync(default);
    }

    /// <summary>Adds an object.</summary>
    protected static async Task AddAsync(IStoreTransaction writing, ManagedObjectRecord record)
    {
        ArgumentNullException.ThrowIfNull(writing);
        ArgumentNullException.ThrowIfNull(record);
        using SymmetricKey key = Key(Guid.Parse(record.UniqueIdentifier).ToByteArray()[0]);
        await writing.AddAsync(record, key, default);
    }

    /// <summary>Moves an object to a state in a transaction of its own.</summary>
    protected static async Task UpdateAsync(IManagedObjectStore store, int number, State state)
    {
        await using IStoreTransaction writing = await WriteAsync(store);
        await writing.UpdateAsync(InState((await writing.FindAsync(Id(number), default))!, state), default);
        await writing.CommitAsync(default);
    }

    /// <summary>Destroys an object in a transaction of its own.</summary>
    protected static async Task DestroyAsync(IManagedObjectStore store, int number)
    {
        await using IStoreTransaction writing = await WriteAsync(store);
        await writing.DestroyAsync(InState((await writing.FindAsync(Id(number), default))!, State.Destroyed), default);
        await writing.CommitAsync(default);
    }

    /// <summary>The record as others see it now.</summary>
    protected static async Task<ManagedObjectRecord?> RecordOfAsync(IManagedObjectStore store, int number)
    {
        await using IStoreTransaction reading = await ReadAsync(store);
        return await reading.FindAsync(Id(number), default);
    }

    /// <summary>The object as others see it now, to be disposed by the caller.</summary>
    protected static async Task<ManagedObject?> KeyOfAsync(IManagedObjectStore store, int number)
    {
        await using IStoreTransaction reading = await ReadAsync(store);
        return await reading.GetObjectAsync(Id(number), default);
    }

    /// <summary>What a search finds once the filter is applied again, as the server does.</summary>
    protected static async Task<List<string>> LocateAsync(IStoreTransaction transaction, AttributeList? wanted = null, StorageStatusMask? storage = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        LocateFilter filter = Filter(wanted, storage);
        List<string> found = [];
        await foreach (ManagedObjectRecord record in transaction.LocateAsync(filter, default))
        {
            if (filter.Matches(record))
            {
                found.Add(record.UniqueIdentifier);
            }
        }

        return found;
    }

    /// <summary>The object is the AES key of a number.</summary>
    protected static void AssertKey(int number, ManagedObject? managedObject)
    {
        SymmetricKey key = Assert.IsType<SymmetricKey>(managedObject);
        Assert.Equal(KeyFormatType.Raw, key.KeyBlock.KeyFormatType);
        Assert.Equal(CryptographicAlgorithm.AES, key.KeyBlock.CryptographicAlgorithm);
        Assert.Equal(256, key.KeyBlock.CryptographicLength);
        Assert.Equal(KeyBytes(number), key.KeyBlock.KeyValue!.Material!.Bytes!.Span.ToArray());
    }

    /// <summary>The same identity, owner and attributes, in the same order.</summary>
    protected static void AssertSame(ManagedObjectRecord expected, ManagedObjectRecord? actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        Assert.NotNull(actual);
        Assert.Equal(expected.UniqueIdentifier, actual.UniqueIdentifier);
        Assert.Equal(expected.ObjectType, actual.ObjectType);
        Assert.Equal(expected.Owner, actual.Owner);
        Assert.Equal(expected.Attributes.Select(attribute => attribute.Id), actual.Attributes.Select(attribute => attribute.Id));
        Assert.Equal(expected.Attributes.Select(attribute => attribute.Value), actual.Attributes.Select(attribute => attribute.Value));
    }

    private static AttributeValue NameOf(int number) =>
        AttributeValue.Structure(new Name { NameValue = $"name-{number}", NameType = NameType.UninterpretedTextString });

    private static AttributeList Wanted(KmipAttributeId id, AttributeValue value) => new() { { id, value } };

    private static LocateFilter Filter(AttributeList? wanted = null, StorageStatusMask? storage = null) => new(wanted ?? [], storage, null, Now);
}
