using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>
/// Good requests damaged at random, with a fixed seed: each is refused by the framing, or answered by a well-formed response in a supported
/// version; nothing else is thrown, nothing is logged as a defect, and good clients are served afterwards.
/// </summary>
public sealed class DamagedRequests : IDisposable
{
    private readonly DispatcherFixture _server = new();
    private readonly byte[][] _requests;

    public DamagedRequests()
    {
        string id = _server.Send(KmipVersion.V2_1, Requests.Aes()).GetAwaiter().GetResult().UniqueIdentifier.Text!;
        _requests = [.. KmipVersion.Supported.SelectMany(version => Good(version, id)).Select(request => request.Encode())];
    }

    public void Dispose() => _server.Dispose();

    [Property(MaxTest = 4_000, Replay = "20260301,4711", QuietOnSuccess = true)]
    public Property A_damaged_request_is_refused_or_answered_and_does_no_harm() =>
        Prop.ForAll(Arb.From(Damages()), damage => IsHandled(damage.Mutations.Aggregate(_requests[damage.Request], (bytes, mutation) => mutation.Apply(bytes))).GetAwaiter().GetResult());

    private Gen<(int Request, Mutation[] Mutations)> Damages() =>
        from request in Gen.Choose(0, _requests.Length - 1)
        from count in Gen.Choose(1, 4)
        from mutations in Gen.ArrayOf(Mutation.Any, count)
        select (request, mutations);

    private async Task<bool> IsHandled(byte[] bytes)
    {
        AssertWellFormed(await _server.SendBytes(bytes));
        var received = new ReadOnlySequence<byte>(bytes);
        try
        {
            if (TtlvFraming.TryReadFrame(ref received, KmipTag.RequestMessage, TtlvLimits.Default, out ReadOnlySequence<byte> frame))
            {
                AssertWellFormed(await _server.SendBytes(frame.ToArray()));
            }
        }
        catch (TtlvException lost)
        {
            using var writer = new TtlvWriter();
            _server.Dispatcher.WriteFramingError(lost, writer);
            AssertWellFormed(writer.WrittenSpan.ToArray());
        }

        Assert.DoesNotContain(_server.Log.Lines, line => line.Event == "OperationBroken");
        _server.Log.Lines.Clear();
        await _server.AssertAlive();
        return true;
    }

    private static void AssertWellFormed(byte[] answer)
    {
        TtlvValidator.Validate(answer, TtlvLimits.Default, TtlvReaderOptions.Strict);
        using ResponseMessage response = ResponseMessage.Decode(answer);
        Assert.True(response.Version.IsSupported);
        Assert.Equal(response.Header.BatchCount, response.BatchItems.Count);
        foreach (ResponseBatchItem item in response.BatchItems.Where(item => item.ResultStatus is not ResultStatus.Success))
        {
            Assert.True(ResultReasonNames.IsDefinedIn(item.ResultReason!.Value, response.Version));
            Assert.False(string.IsNullOrEmpty(item.ResultMessage));
        }
    }

    private static IEnumerable<RequestMessage> Good(KmipVersion version, string id)
    {
        yield return Requests.Message(version, Requests.Aes(256, Requests.Named("name")));
        yield return Requests.Message(version, Requests.RawKey(new byte[32]));
        yield return Requests.Message(version, new GetRequest { UniqueIdentifier = id, KeyFormatType = KeyFormatType.Raw });
        yield return Requests.Message(version, new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State, KmipTag.Name] });
        yield return Requests.Message(version, new GetAttributeListRequest { UniqueIdentifier = id });
        yield return Requests.Message(version, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations, QueryFunction.QueryObjects] });
        yield return Requests.Message(version, new LocateRequest { MaximumItems = 3, Attributes = new AttributeList { CryptographicLength = 256, ObjectType = ObjectType.SymmetricKey } });
        RequestMessage batch = Requests.Batch(
            version, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new ActivateRequest()), RequestBatchItem.For(Requests.Revoke(null)),
            RequestBatchItem.For(new DestroyRequest()));
        batch.Header.BatchErrorContinuationOption = BatchErrorContinuationOption.Continue;
        batch.Header.BatchOrderOption = true;
        batch.Header.MaximumResponseSize = 8_192;
        batch.Header.TimeStamp = DateTimeOffset.UnixEpoch;
        batch.Header.AsynchronousIndicator = AsynchronousIndicator.Optional;
        batch.Header.ClientCorrelationValue = "client";
        yield return batch;
    }
}
