using System.Collections.Immutable;

namespace Kmip.Server;

/// <summary>
/// The <see cref="InMemoryStore"/> at one moment: the objects, in which order they came, and which have a name. Names are what clients search
/// by most, and every new name is looked for: without an index each of them would visit every object.
/// </summary>
internal sealed class InMemorySnapshot
{
    private readonly ImmutableDictionary<string, InMemoryStore.Entry> _byId;
    private readonly ImmutableDictionary<string, ImmutableList<string>> _byName;
    private readonly ImmutableStack<string> _newest;

    private InMemorySnapshot(
        ImmutableDictionary<string, InMemoryStore.Entry> byId, ImmutableDictionary<string, ImmutableList<string>> byName, ImmutableStack<string> newest)
    {
        _byId = byId;
        _byName = byName;
        _newest = newest;
    }

    /// <summary>No objects.</summary>
    public static InMemorySnapshot Empty { get; } = new(
        ImmutableDictionary.Create<string, InMemoryStore.Entry>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableList<string>>(StringComparer.Ordinal),
        []);

    /// <summary>The number of objects.</summary>
    public int Count => _byId.Count;

    /// <summary>All objects, in no order.</summary>
    public IEnumerable<InMemoryStore.Entry> Entries => _byId.Values;

    /// <summary>The object, or null.</summary>
    public InMemoryStore.Entry? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>With one more object, the newest.</summary>
    public InMemorySnapshot Add(ManagedObjectRecord record, HeldObject stored) => new(
        _byId.Add(record.UniqueIdentifier, new InMemoryStore.Entry(_byId.Count, record, stored)),
        Index(_byName, record),
        _newest.Push(record.UniqueIdentifier));

    /// <summary>With another entry in the place of one of the same identifier.</summary>
    public InMemorySnapshot Replace(InMemoryStore.Entry entry)
    {
        ManagedObjectRecord old = _byId[entry.Record.UniqueIdentifier].Record;
        return new InMemorySnapshot(_byId.SetItem(old.UniqueIdentifier, entry), Index(Unindex(_byName, old), entry.Record), _newest);
    }

    /// <summary>The objects that may match, newest first: those of a wanted identifier or name, else all.</summary>
    public IEnumerable<InMemoryStore.Entry> Candidates(LocateFilter filter)
    {
        if (filter.Attributes.UniqueIdentifier is { Text: { } id })
        {
            return Find(id) is { } entry ? [entry] : [];
        }

        return filter.Attributes.Names is [{ } name, ..]
            ? _byName.GetValueOrDefault(name.NameValue, []).Select(named => _byId[named]).OrderByDescending(entry => entry.Order)
            : _newest.Select(newest => _byId[newest]);
    }

    private static ImmutableDictionary<string, ImmutableList<string>> Index(ImmutableDictionary<string, ImmutableList<string>> names, ManagedObjectRecord record) =>
        ValuesOf(record).Aggregate(names, (all, name) => all.SetItem(name, all.GetValueOrDefault(name, []).Add(record.UniqueIdentifier)));

    private static ImmutableDictionary<string, ImmutableList<string>> Unindex(ImmutableDictionary<string, ImmutableList<string>> names, ManagedObjectRecord record) =>
        ValuesOf(record).Aggregate(names, (all, name) => all[name].Count == 1 ? all.Remove(name) : all.SetItem(name, all[name].Remove(record.UniqueIdentifier)));

    private static IEnumerable<string> ValuesOf(ManagedObjectRecord record) => record.Attributes.Names.Select(name => name.NameValue).Distinct(StringComparer.Ordinal);
}
