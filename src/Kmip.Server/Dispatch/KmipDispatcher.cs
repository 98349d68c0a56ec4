using Kmip.Protocol;
using Kmip.Ttlv;
using Microsoft.Extensions.Logging;

namespace Kmip.Server;

/// <summary>
/// Answers one request message: its version, the rules of its header and its batch, then each operation (KMIP 1.4 sections 6, 7 and 11, KMIP
/// 2.1 sections 8 and 9). Whatever the message is, the result is a well-formed response.
/// </summary>
public sealed partial class KmipDispatcher : IFrameHandler
{
    private readonly OperationTable _operations;
    private readonly IManagedObjectStore _store;
    private readonly IAccessPolicy _policy;
    private readonly KmipServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KmipDispatcher> _logger;

    /// <summary>A dispatcher.</summary>
    /// <param name="operations">What the server can do.</param>
    /// <param name="store">Where its objects are.</param>
    /// <param name="policy">Who may do what.</param>
    /// <param name="options">Limits and names.</param>
    /// <param name="time">The clock of time stamps, dates and states.</param>
    /// <param name="logger">Receives failures; never content.</param>
    public KmipDispatcher(
        OperationTable operations, IManagedObjectStore store, IAccessPolicy policy, KmipServerOptions options, TimeProvider time,
        ILogger<KmipDispatcher> logger)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _operations = operations;
        _store = store;
        _policy = policy;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask HandleAsync(ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(client);
        long seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        VersionChoice choice = VersionChoice.Of(frame.Span, _options.ReaderOptions);
        if (choice.Refusal is { } refusal)
        {
            _logger.RequestRefused(ErrorMapping.ReasonIn(refusal, choice.Answered), client.Fingerprint);
            ResponseParts.WriteRefusal(response, choice.Answered, now, refusal, null);
            return;
        }

        if (!choice.IsNewer)
        {
            await AnswerAsync(frame, null, choice.Answered, response, client, now, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var copy = new TtlvWriter(frame.Length);
        await AnswerAsync(frame, copy, choice.Answered, response, client, now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void WriteFramingError(TtlvException error, TtlvWriter response)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(response);

        // The client's version is not known: every client reads a header of 1.0.
        Failure failure = MalformedMessage.FailureOf(error, []) with { Reason = ResultReason.InvalidMessage, LegacyReason = null };
        ResponseParts.WriteRefusal(response, KmipVersion.V1_0, _time.GetUtcNow(), failure, null);
    }

    private async ValueTask AnswerAsync(
        ReadOnlyMemory<byte> frame, TtlvWriter? copy, KmipVersion version, TtlvWriter response, ClientIdentity client, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        RequestEnvelope? envelope = null;
        try
        {
            // Also what no operation looks at must be well-formed: items that are skipped, and those after one that has been executed.
            TtlvValidator.Validate(frame.Span, _options.Limits, _options.ReaderOptions);
            if (copy is not null)
            {
                NewerMinorVersion.Rewrite(frame.Span, _options.ReaderOptions, version, copy);
                frame = copy.WrittenMemory;
            }

            envelope = Read(frame.Span);
            string? correlation = Correlate(envelope.Header, client);
            if (Refuse(envelope, now) is { } refusal)
            {
                _logger.RequestRefused(ErrorMapping.ReasonIn(refusal, version), client.Fingerprint);
                ResponseParts.WriteRefusal(response, version, now, refusal, OnlyItem(envelope), correlation);
                return;
            }

            await ExecuteAsync(envelope, frame, response, client, now, correlation, cancellationToken).ConfigureAwait(false);
        }
        catch (TtlvException malformed) when (envelope is null)
        {
            _logger.RequestMalformed(malformed.Error, client.Fingerprint);
            ResponseParts.WriteRefusal(response, version, now, MalformedMessage.FailureOf(malformed, frame.Span), null);
        }
        finally
        {
            envelope?.Dispose();
        }
    }

    private string? Correlate(RequestHeader header, ClientIdentity client)
    {
        string? correlation = ResponseParts.CorrelationFor(header);
        if (correlation is not null && header.ClientCorrelationValue is { } value)
        {
            _logger.RequestCorrelated(correlation, client.Fingerprint, ResponseParts.Printable(value));
        }

        return correlation;
    }

    private RequestEnvelope Read(ReadOnlySpan<byte> frame)
    {
        var reader = new TtlvReader(frame, _options.ReaderOptions);
        return RequestEnvelope.Read(ref reader, _options.MaximumBatchItems);
    }

    private static RequestEnvelopeItem? OnlyItem(RequestEnvelope envelope) => envelope.Items.Count == 1 ? envelope.Items[0] : null;
}
