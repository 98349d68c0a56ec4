using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Contract;

/// <summary>
/// What every <see cref="IManagedObjectStore"/> promises. A store's tests derive this class and say how to make an empty store; the facts come
/// along. The objects are AES keys of 256 bits, the one kind that every store keeps. See also the parts about changes, isolation, search,
/// concurrency and durability.
/// </summary>
public abstract partial class ManagedObjectStoreContract
{
    /// <summary>The time all facts happen at.</summary>
    protected static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>How often the concurrent facts repeat their step; fewer where each one waits for a disk.</summary>
    protected virtual int Rounds => 200;

    /// <summary>An empty store that takes changes. The derived class ends what it made.</summary>
    protected abstract ValueTask<IManagedObjectStore> CreateAsync();

    /// <summary>
    /// The same store again after its process ended: a new instance on what the first one kept. Null, the default, where a store does not last.
    /// </summary>
    protected virtual ValueTask<IManagedObjectStore?> ReopenAsync(IManagedObjectStore store) => ValueTask.FromResult<IManagedObjectStore?>(null);

    [Fact]
    public async Task What_was_added_is_found_with_the_same_attributes_and_key()
    {
        IManagedObjectStore store = await CreateAsync();
        ManagedObjectRecord record = Record(1);
        await AddAsync(store, record);

        await using IStoreTransaction reading = await ReadAsync(store);
        AssertSame(record, await reading.FindAsync(record.UniqueIdentifier, default));
        using ManagedObject? managedObject = await reading.GetObjectAsync(record.UniqueIdentifier, default);
        AssertKey(1, managedObject);
    }

    [Fact]
    public async Task A_transaction_sees_its_own_additions()
    {
        IManagedObjectStore store = await CreateAsync();
        await using IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, Record(1));

        AssertSame(Record(1), await writing.FindAsync(Id(1), default));
        using ManagedObject? managedObject = await writing.GetObjectAsync(Id(1), default);
        AssertKey(1, managedObject);
        Assert.Equal([Id(1)], await LocateAsync(writing));
    }

    [Fact]
    public async Task An_identifier_that_was_never_given_out_has_neither_record_nor_object()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        foreach (string id in new[] { Id(2), Id(1).ToUpperInvariant(), "x", "../" + Id(1), new string('a', 300) })
        {
            Assert.Null(await reading.FindAsync(id, default));
            Assert.Null(await reading.GetObjectAsync(id, default));
        }
    }

    [Fact]
    public async Task Adding_does_not_take_the_object_of_the_caller()
    {
        IManagedObjectStore store = await CreateAsync();
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            using (SymmetricKey key = Key(1))
            {
                await writing.AddAsync(Record(1), key, default);
                Assert.Equal(KeyBytes(1), key.KeyBlock.KeyValue!.Material!.Bytes!.Span.ToArray());
            }

            await writing.CommitAsync(default);
        }

        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task Every_caller_gets_its_own_copy_of_the_object()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        using (ManagedObject? first = await reading.GetObjectAsync(Id(1), default))
        {
            first!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.Clear();
        }

        using ManagedObject? second = await reading.GetObjectAsync(Id(1), default);
        AssertKey(1, second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_identifier_is_given_out_once_also_when_its_object_is_destroyed(bool destroyed)
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        if (destroyed)
        {
            await DestroyAsync(store, 1);
        }

        ManagedObjectRecord? before = await RecordOfAsync(store, 1);
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            using SymmetricKey other = Key(2);
            StoreException failure = await Assert.ThrowsAsync<StoreException>(async () => await writing.AddAsync(Record(1), other, default));
            Assert.Equal(StoreError.AlreadyExists, failure.Error);
        }

        AssertSame(before!, await RecordOfAsync(store, 1));
        if (!destroyed)
        {
            AssertKey(1, await KeyOfAsync(store, 1));
        }
    }

    [Fact]
    public async Task An_identifier_cannot_be_added_twice_in_one_transaction()
    {
        IManagedObjectStore store = await CreateAsync();
        await using IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, Record(1));
        using SymmetricKey other = Key(2);
        StoreException failure = await Assert.ThrowsAsync<StoreException>(async () => await writing.AddAsync(Record(1), other, default));
        Assert.Equal(StoreError.AlreadyExists, failure.Error);
    }

    [Fact]
    public async Task Attributes_of_every_kind_come_back_in_their_order()
    {
        IManagedObjectStore store = await CreateAsync();
        ManagedObjectRecord record = Record(1);
        record.Attributes.Add(KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "zweiter Name \u00e4\u00f6\u00fc", NameType = NameType.UninterpretedTextString }));
        record.Attributes.Add(KmipTag.ObjectGroup, AttributeValue.TextString("group"));
        record.Attributes.Add(KmipAttributeId.FromName("x-Purpose"), AttributeValue.TextString("vendor"));
        record.Attributes.Add(KmipAttributeId.FromName("x-Number"), AttributeValue.Integer(-7));
        record.Attributes.Sensitive = false;
        record.Attributes.ActivationDate = Now;
        await AddAsync(store, record);

        AssertSame(record, await RecordOfAsync(store, 1));
    }
}
