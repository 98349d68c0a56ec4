using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Keeps room in a response for what must still be said: an operation is kept only while the items after it can at least be answered that they
/// failed. So a response does not exceed what the client can take (KMIP 1.4 section 6.3), and no kept operation goes unreported.
/// </summary>
internal sealed class ResponseRoom
{
    /// <summary>What a failed item says where its own message does not fit. Some clients crash where there is none.</summary>
    public const string ShortMessage = "See the Result Reason.";

    private const int ItemHeaderLength = 8;

    private readonly bool _goesOn;
    private readonly int _limit;
    private readonly long[] _reserves;

    /// <summary>The room of one response.</summary>
    /// <param name="items">The items of the request.</param>
    /// <param name="goesOn">True where all items are answered, false where the first failure is the last answer.</param>
    /// <param name="limit">The most bytes of the response.</param>
    public ResponseRoom(IReadOnlyList<RequestEnvelopeItem> items, bool goesOn, int limit)
    {
        _goesOn = goesOn;
        _limit = limit;
        _reserves = new long[items.Count + 1];
        for (int i = items.Count - 1; i >= 0; i--)
        {
            _reserves[i] = LeastFailure(items[i]) + (goesOn ? _reserves[i + 1] : 0);
        }
    }

    /// <summary>False where not even failures fit behind a header of that length: then nothing can be executed.</summary>
    public bool HasRoomBehind(int headerLength) => headerLength + _reserves[0] <= _limit;

    /// <summary>The most bytes of the response once an item is answered by a success.</summary>
    public long AfterSuccess(int index) => _limit - _reserves[index + 1];

    /// <summary>The most bytes of the response once an item is answered by a failure.</summary>
    public long AfterFailure(int index) => _goesOn ? AfterSuccess(index) : _limit;

    private static int LeastFailure(RequestEnvelopeItem item)
    {
        int length = ItemHeaderLength + (3 * Padded(sizeof(uint))) + Padded(ShortMessage.Length);
        return item.UniqueBatchItemID is { } id ? length + Padded(id.Length) : length;
    }

    private static int Padded(int valueLength) => ItemHeaderLength + ((valueLength + 7) & ~7);
}
