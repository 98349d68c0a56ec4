using System.Buffers.Binary;
using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>
/// Sends recorded requests in their order and compares the answers. Operations that this server does not have must be refused as such; what
/// they would have made is unknown afterwards, so that later requests for it must find nothing.
/// </summary>
internal sealed class Replayer(Func<TimeProvider, IServer> newServer, IReadOnlySet<string> operations, bool isolated)
{
    private const uint TimeStamp = 0x420092;
    private const uint Success = 0;
    private const uint ItemNotFound = 1;
    private const uint OperationNotSupported = 5;

    private readonly ReplayClock _clock = new();
    private IServer? _server;
    private RecordedValues _values = new();

    /// <summary>How many answers were compared item by item.</summary>
    public int Compared { get; private set; }

    /// <summary>How many answers only had to be a refusal of a certain kind.</summary>
    public int Refused { get; private set; }

    /// <summary>Replays one exchange.</summary>
    /// <returns>Where our answer differs.</returns>
    public async Task<List<Difference>> ReplayAsync(Exchange exchange)
    {
        if (_server is null || isolated)
        {
            _server = newServer(_clock);
            _values = new RecordedValues();
        }

        WireItem recorded = WireItem.Parse(exchange.Response);
        if (recorded.Find(Tags.ResponseHeader, TimeStamp) is { } time)
        {
            _clock.Now = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(time.Value));
        }

        WireItem request = WireItem.Parse(exchange.Request);
        List<string> named = _values.RewriteRequest(request);
        WireItem ours = WireItem.Parse(await _server.AnswerAsync(request.Encode()));
        WireItem recordedItem = recorded.Find(Tags.BatchItem)!;
        WireItem ourItem = ours.Find(Tags.BatchItem) ?? throw new FormatException("our answer has no batch item");
        bool recordedSucceeded = StatusOf(recordedItem) == Success;
        uint? required = !operations.Contains(exchange.Operation) ? OperationNotSupported
            : recordedSucceeded && exchange.Operation != "Locate" && named.Exists(id => !_values.Knows(id)) ? ItemNotFound
            : null;
        if (required is { } reason)
        {
            Refused++;
            return Refusal(ourItem, reason);
        }

        Compared++;
        Learn(exchange.Operation, recordedItem, ourItem);
        _values.RewriteAnswer(ours);
        return new Comparer(_values, exchange.Operation, request).Compare(recorded, ours);
    }

    private void Learn(string operation, WireItem recorded, WireItem ours)
    {
        WireItem? theirPayload = recorded.Find(Tags.ResponsePayload);
        WireItem? ourPayload = ours.Find(Tags.ResponsePayload);
        if (operation is "Create" or "Register" && ourPayload?.Find(Tags.UniqueIdentifier) is { } made)
        {
            if (theirPayload?.Find(Tags.UniqueIdentifier) is not { } theirs)
            {
                _values.LearnOnlyOurs(made.Text);
                return;
            }

            _values.LearnIdentifier(theirs.Text, made.Text);
            if (operation == "Create")
            {
                _values.MadeByServer.Add(theirs.Text);
            }
        }

        if (operation == "Encrypt" && theirPayload is not null && ourPayload is not null)
        {
            _values.LearnBytes(theirPayload, ourPayload);
        }
    }

    private static List<Difference> Refusal(WireItem ours, uint reason) =>
        StatusOf(ours) != Success && ours.Find(Tags.ResultReason)?.Number == reason && ours.Find(Tags.ResultMessage) is not null
            ? []
            : [new Difference("BatchItem", DifferenceKind.Result, $"refusal 0x{reason:X}", Comparer.ResultOf(ours))];

    private static uint StatusOf(WireItem batchItem) => batchItem.Find(Tags.ResultStatus)!.Number;
}
