using System.Buffers.Binary;
using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>
/// Sends recorded requests in their order and compares the answers. Operations that this server does not have must be refused as such; what
/// they would have made is registered instead where the recording shows it, and else unknown, so that later requests for it must find nothing.
/// </summary>
internal sealed class Replayer(
    Func<TimeProvider, IServer> newServer, IReadOnlySet<string> operations, IReadOnlyList<Exchange> exchanges, FieldFacts facts, bool isolated) : IDisposable
{
    private const uint Success = 0;
    private const uint ItemNotFound = 0x01;
    private const uint OperationNotSupported = 0x05;
    private const uint ObjectNotFound = 0x37;

    private readonly ReplayClock _clock = new();
    private readonly StandIns _standIns = new(exchanges);
    private IServer? _server;
    private RecordedValues _values = new();

    /// <summary>Replays one exchange.</summary>
    public async Task<Outcome> ReplayAsync(Exchange exchange)
    {
        if (_server is null || isolated)
        {
            _server?.Dispose();
            _server = newServer(_clock);
            _values = new RecordedValues();
        }

        WireItem recorded = WireItem.Parse(exchange.Response);
        if (recorded.Find(Tags.ResponseHeader, Tags.TimeStamp) is { } time)
        {
            _clock.Now = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(time.Value));
        }

        WireItem request = WireItem.Parse(exchange.Request);
        bool recordedSucceeded = StatusOf(recorded.Find(Tags.BatchItem)!) == Success;
        if (isolated && recordedSucceeded)
        {
            await PrepareAsync(exchange.Operation, request, recorded);
        }

        List<string> named = _values.RewriteRequest(request);
        byte[] response = await _server.AnswerAsync(request.Encode());
        List<string> faults = WellFormed.FaultsOf(response, facts);
        WireItem ours = WireItem.Parse(response);
        WireItem ourItem = ours.Find(Tags.BatchItem) ?? throw new FormatException("our answer has no batch item");
        if (!operations.Contains(exchange.Operation))
        {
            await StandInAsync(exchange);
            return new Outcome(exchange, OutcomeKind.NotServed, Refusal(ourItem, OperationNotSupported), faults);
        }

        if (recordedSucceeded && exchange.Operation is not ("Locate" or "Register") && named.Exists(id => !_values.Knows(id)))
        {
            return new Outcome(exchange, OutcomeKind.NotHeld, Refusal(ourItem, NotFoundIn(ours)), faults);
        }

        await LearnAsync(exchange.Operation, request, recorded.Find(Tags.BatchItem)!, ourItem);
        _values.RewriteAnswer(ours);
        var comparer = new Comparer(_values, exchange.Operation, request);
        List<Difference> differences = comparer.Compare(recorded, ours);
        return new Outcome(exchange, comparer.LeftOutObjects ? OutcomeKind.NotHeld : OutcomeKind.Compared, differences, faults);
    }

    public void Dispose() => _server?.Dispose();

    /// <summary>Gives an empty server what a lone request needs.</summary>
    private async Task PrepareAsync(string operation, WireItem request, WireItem recorded)
    {
        List<string> named = RecordedValues.IdentifiersOf(request);
        bool isWrapped = named.Count > 1;
        bool isPossible = operation is "Get" or "Activate" or "Revoke" or "Destroy" or "Encrypt";
        for (int i = 0; isPossible && i < named.Count; i++)
        {
            WireItem register = operation == "Get" && !isWrapped
                ? StandIns.OfGet(request, recorded.Find(Tags.BatchItem, Tags.ResponsePayload)!)
                : StandIns.Key(request, _clock.Now, isActive: operation is "Revoke" or "Encrypt");
            await RegisterAsync(named[i], register);
            if (operation == "Encrypt")
            {
                _values.MadeByServer.Add(named[i]);
            }
        }
    }

    private async Task StandInAsync(Exchange exchange)
    {
        foreach ((string identifier, WireItem register) in _standIns.Of(exchange))
        {
            await RegisterAsync(identifier, register);
        }
    }

    private async Task RegisterAsync(string recordedIdentifier, WireItem register)
    {
        WireItem answer = WireItem.Parse(await _server!.AnswerAsync(register.Encode()));
        WireItem? made = answer.Find(Tags.BatchItem, Tags.ResponsePayload, Tags.UniqueIdentifier);
        if (made is not null)
        {
            _values.LearnIdentifier(recordedIdentifier, made.Text);
        }
    }

    private async Task LearnAsync(string operation, WireItem request, WireItem recorded, WireItem ours)
    {
        WireItem? theirPayload = recorded.Find(Tags.ResponsePayload);
        WireItem? ourPayload = ours.Find(Tags.ResponsePayload);
        if (operation is "Create" or "Register")
        {
            WireItem? theirs = theirPayload?.Find(Tags.UniqueIdentifier);
            WireItem? made = ourPayload?.Find(Tags.UniqueIdentifier);
            if (theirs is null && made is not null)
            {
                // Would be found and would take its name, which the recorded server did not let it have.
                await _server!.AnswerAsync(StandIns.Destroy(request, made.Text).Encode());
            }
            else if (theirs is not null && made is null)
            {
                await RegisterAsync(theirs.Text, StandIns.Renamed(request));
            }
            else if (theirs is not null && made is not null)
            {
                _values.LearnIdentifier(theirs.Text, made.Text);
            }

            if (theirs is not null && operation == "Create")
            {
                _values.MadeByServer.Add(theirs.Text);
            }
        }

        if (operation == "Encrypt" && theirPayload is not null && ourPayload is not null)
        {
            _values.LearnBytes(theirPayload, ourPayload);
        }
    }

    // Where 1.x says Item Not Found, 2.x says Object Not Found (KMIP 2.1 section 6.1, the error tables of the operations).
    private static uint NotFoundIn(WireItem response) =>
        response.Find(Tags.ResponseHeader, Tags.ProtocolVersion, Tags.ProtocolVersionMajor)!.Number >= 2 ? ObjectNotFound : ItemNotFound;

    private static List<Difference> Refusal(WireItem ours, uint reason) =>
        StatusOf(ours) != Success && ours.Find(Tags.ResultReason)?.Number == reason
            ? []
            : [new Difference("BatchItem", DifferenceKind.Result, $"refusal 0x{reason:X}", Comparer.ResultOf(ours))];

    private static uint StatusOf(WireItem batchItem) => batchItem.Find(Tags.ResultStatus)!.Number;
}
