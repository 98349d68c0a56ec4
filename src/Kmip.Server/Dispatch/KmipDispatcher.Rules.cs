using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>The rules that decide about a whole message before any of it is executed.</summary>
public sealed partial class KmipDispatcher
{
    private Failure? Refuse(RequestEnvelope envelope, DateTimeOffset now)
    {
        RequestHeader header = envelope.Header;
        if (header.BatchErrorContinuationOption is { } option && option is not (BatchErrorContinuationOption.Stop or BatchErrorContinuationOption.Continue))
        {
            return option is BatchErrorContinuationOption.Undo
                ? new Failure(ResultReason.FeatureNotSupported, "Batch Error Continuation Option Undo is not supported: use Stop or Continue.")
                : new Failure(ResultReason.UnknownEnumeration, "The Batch Error Continuation Option has an unknown value.");
        }

        // In 1.x the indicator only says that the client could take an asynchronous response (KMIP 1.4 section 6.7).
        if (envelope.Version >= KmipVersion.V2_0 && header.AsynchronousIndicator is AsynchronousIndicator.Mandatory)
        {
            return new Failure(ResultReason.FeatureNotSupported, "Asynchronous processing is not supported: leave the indicator out or send Optional.");
        }

        if (header.AsynchronousIndicator is { } indicator && AsynchronousIndicatorNames.GetName(indicator) is null)
        {
            return new Failure(ResultReason.UnknownEnumeration, "The Asynchronous Indicator has an unknown value.");
        }

        if (header.MaximumResponseSize is < 0)
        {
            return new Failure(ResultReason.InvalidField, "The Maximum Response Size is negative.");
        }

        if (_options.TimeStampWindow is { } window && header.TimeStamp is { } stamp && (stamp - now).Duration() > window)
        {
            return new Failure(ResultReason.InvalidField, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The Time Stamp is more than {window.TotalSeconds:0} seconds from the server's clock: set the client's clock."));
        }

        return RefuseItems(envelope);
    }

    private static Failure? RefuseItems(RequestEnvelope envelope)
    {
        foreach (RequestEnvelopeItem item in envelope.Items)
        {
            // Section 6.16 of 1.4: the whole message is rejected.
            if (item.HasCriticalExtension)
            {
                return new Failure(ResultReason.FeatureNotSupported, "The message has a critical Message Extension that the server does not know.");
            }

            if (envelope.Items.Count > 1 && item.UniqueBatchItemID is null)
            {
                return new Failure(ResultReason.InvalidMessage, "Every item of a batch needs a Unique Batch Item ID.");
            }
        }

        return null;
    }
}
