using Kmip.Conformance.Tests.Replay;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>
/// Compares our answer with the recorded one item by item: tags, types, order and values. Left out by rule are only the time of the answer, the
/// text of result messages, and bytes that a server chooses at random; those must have the same length.
/// </summary>
internal sealed class Comparer(RecordedValues values, string operation, WireItem request)
{
    private static readonly string[] AnswersWithSets = ["Query", "GetAttributes", "GetAttributeList"];

    private readonly List<Difference> _differences = [];

    /// <summary>True where the recorded answer names objects that our server never had: those were left out of the comparison.</summary>
    public bool LeftOutObjects { get; private set; }

    public List<Difference> Compare(WireItem recorded, WireItem ours)
    {
        LeftOutObjects = recorded.All().Any(IsUnknownObject);
        Structure(recorded, ours, ItemNames.Of(recorded));
        return _differences;
    }

    /// <summary>"Success", or status and reason of a failed batch item.</summary>
    public static string ResultOf(WireItem batchItem) => batchItem.Find(Tags.ResultStatus)!.Number == 0
        ? "Success"
        : $"status {batchItem.Find(Tags.ResultStatus)!.Number}, reason 0x{batchItem.Find(Tags.ResultReason)?.Number:X}";

    private void Item(WireItem recorded, WireItem ours, string path)
    {
        if (recorded.Type != ours.Type)
        {
            _differences.Add(new Difference(path, DifferenceKind.Type, recorded.Type.ToString(), ours.Type.ToString()));
        }
        else if (recorded.Tag == Tags.BatchItem && ResultOf(recorded) != ResultOf(ours))
        {
            // What follows in the two items cannot be alike.
            _differences.Add(new Difference(path, DifferenceKind.Result, ResultOf(recorded), ResultOf(ours)));
        }
        else if (recorded.Type == WireType.Structure)
        {
            Structure(recorded, ours, path);
        }
        else if (!recorded.Value.AsSpan().SequenceEqual(ours.Value) && !MayDiffer(recorded, ours))
        {
            _differences.Add(new Difference(path, DifferenceKind.Value, recorded.Describe(), ours.Describe()));
        }
    }

    private void Structure(WireItem recorded, WireItem ours, string path)
    {
        List<(string Key, WireItem Item)> theirs = Siblings.Keyed(recorded, ours).Where(entry => !IsUnknownObject(entry.Item)).ToList();
        List<(string Key, WireItem Item)> mine = Siblings.Keyed(ours, recorded);
        List<int> order = [];
        foreach ((string key, WireItem item) in theirs)
        {
            int match = mine.FindIndex(entry => entry.Key == key);
            while (match >= 0 && order.Contains(match))
            {
                match = mine.FindIndex(match + 1, entry => entry.Key == key);
            }

            if (match < 0)
            {
                _differences.Add(new Difference($"{path}/{ItemNames.Of(item)}", DifferenceKind.Missing, item.Describe(), string.Empty));
                continue;
            }

            order.Add(match);
            Item(item, mine[match].Item, $"{path}/{ItemNames.Of(item)}");
        }

        _differences.AddRange(mine.Where((_, index) => !order.Contains(index))
            .Select(entry => new Difference($"{path}/{ItemNames.Of(entry.Item)}", DifferenceKind.Extra, string.Empty, entry.Item.Describe())));
        if (!order.SequenceEqual(order.Order()) && !IsSet(recorded))
        {
            _differences.Add(new Difference(path, DifferenceKind.Order, Names(theirs), Names(mine)));
        }
    }

    private static string Names(List<(string Key, WireItem Item)> items) => string.Join(' ', items.Select(entry => ItemNames.Of(entry.Item)));

    /// <summary>
    /// The specification promises no order of the attributes, of their names and of what Query lists (KMIP 1.4 sections 4.12, 4.13 and 4.25); of
    /// the identifiers of Locate it does since 2.0. The order of the fields is checked with each message.
    /// </summary>
    private bool IsSet(WireItem structure) => AnswersWithSets.Contains(operation) && structure.Tag is Tags.ResponsePayload or Tags.Attributes;

    private bool IsUnknownObject(WireItem item) =>
        operation == "Locate" && item is { Tag: Tags.UniqueIdentifier, Type: WireType.TextString } && !values.Knows(item.Text);

    private bool MayDiffer(WireItem recorded, WireItem ours) => recorded.Tag switch
    {
        Tags.TimeStamp => true,
        Tags.ResultMessage => ours.Value.Length > 0,
        Tags.KeyMaterial => recorded.Value.Length == ours.Value.Length && NamesObjectMadeByServer(),
        Tags.Data => recorded.Value.Length == ours.Value.Length && operation == "Encrypt" && (NamesObjectMadeByServer() || !GivesVector()),
        Tags.IVCounterNonce => recorded.Value.Length == ours.Value.Length && !GivesVector(),
        _ => false,
    };

    private bool NamesObjectMadeByServer()
    {
        WireItem? identifier = request.Find(Tags.BatchItem, Tags.RequestPayload, Tags.UniqueIdentifier);
        return identifier is not null && values.MadeByServer.Contains(values.RecordedOf(identifier.Text));
    }

    private bool GivesVector() => request.Find(Tags.BatchItem, Tags.RequestPayload, Tags.IVCounterNonce) is not null;
}
