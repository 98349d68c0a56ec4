using Kmip.Conformance.Tests.Replay;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>
/// Compares our answer with the recorded one item by item: tags, types, order and values. Left out by rule are only the time of the answer, the
/// text of result messages, and bytes that a server chooses at random; those must have the same length.
/// </summary>
internal sealed class Comparer(RecordedValues values, string operation, WireItem request)
{
    private const uint TimeStamp = 0x420092;

    private readonly List<Difference> _differences = [];

    public List<Difference> Compare(WireItem recorded, WireItem ours)
    {
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
        List<(string Key, WireItem Item)> mine = Siblings.Keyed(ours, recorded).Where(entry => !IsOnlyOurs(entry.Item)).ToList();
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
        if (!order.SequenceEqual(order.Order()) && !IsSet(theirs))
        {
            _differences.Add(new Difference(path, DifferenceKind.Order, Names(theirs), Names(mine)));
        }
    }

    private static string Names(List<(string Key, WireItem Item)> items) => string.Join(' ', items.Select(entry => ItemNames.Of(entry.Item)));

    /// <summary>Locate promises no order of the identifiers (KMIP 1.4 section 4.9).</summary>
    private bool IsSet(List<(string Key, WireItem Item)> items) =>
        operation == "Locate" && items.TrueForAll(entry => entry.Item.Tag == Tags.UniqueIdentifier || entry.Item.Type != WireType.Structure);

    private bool IsUnknownObject(WireItem item) =>
        operation == "Locate" && item is { Tag: Tags.UniqueIdentifier, Type: WireType.TextString } && !values.Knows(item.Text);

    private bool IsOnlyOurs(WireItem item) =>
        operation == "Locate" && item is { Tag: Tags.UniqueIdentifier, Type: WireType.TextString } && values.IsOnlyOurs(item.Text);

    private bool MayDiffer(WireItem recorded, WireItem ours) => recorded.Tag switch
    {
        TimeStamp => true,
        Tags.ResultMessage => ours.Value.Length > 0,
        Tags.KeyMaterial => recorded.Value.Length == ours.Value.Length && NamesObjectMadeByServer(),
        Tags.Data => recorded.Value.Length == ours.Value.Length && (NamesObjectMadeByServer() || !GivesVector()),
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
