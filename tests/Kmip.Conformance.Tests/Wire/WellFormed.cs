using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Conformance.Tests.Wire;

/// <summary>What every answer must be, whatever it says.</summary>
internal static class WellFormed
{
    /// <summary>What is wrong with a response message; empty where nothing is.</summary>
    public static List<string> FaultsOf(byte[] response, FieldFacts facts)
    {
        List<string> faults = [];
        WireItem message;
        try
        {
            TtlvValidator.Validate(response, TtlvLimits.Default, TtlvReaderOptions.Strict);
            message = WireItem.Parse(response);
        }
        catch (Exception malformed) when (malformed is TtlvException or FormatException)
        {
            return [$"does not parse: {malformed.Message}"];
        }

        if (message.Find(Tags.ResponseHeader, Tags.TimeStamp) is null)
        {
            faults.Add("has no Time Stamp (KMIP 1.4 section 7.2: required)");
        }

        foreach (WireItem item in message.Children.Where(child => child.Tag == Tags.BatchItem))
        {
            // Optional by the specification, but clients in C crash without it.
            if (item.Find(Tags.ResultStatus)?.Number != 0 && string.IsNullOrEmpty(item.Find(Tags.ResultMessage)?.Text))
            {
                faults.Add("has a failed item without Result Message");
            }
        }

        faults.AddRange(facts.FaultsOf(message));
        faults.AddRange(FaultsOfModel(response));
        return faults;
    }

    private static List<string> FaultsOfModel(byte[] response)
    {
        try
        {
            using ResponseMessage model = ResponseMessage.Decode(response);
            return model.Encode().AsSpan().SequenceEqual(response) ? [] : ["is another message after decoding and encoding"];
        }
        catch (TtlvException refused)
        {
            return [$"does not decode into the model: {refused.Message}"];
        }
    }
}
