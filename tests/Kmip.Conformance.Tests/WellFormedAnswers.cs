using Kmip.Conformance.Tests.Wire;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests;

/// <summary>The check of a message finds what a client of its version could not read.</summary>
public sealed class WellFormedAnswers
{
    [Fact]
    public void A_good_answer_has_no_fault() => Assert.Empty(FaultsOf(Messages.Key("1", 5)));

    [Fact]
    public void An_answer_without_time_stamp_is_found()
    {
        WireItem answer = Messages.Key("1", 5);
        answer.Find(Tags.ResponseHeader)!.Children.RemoveAt(1);
        Assert.Contains(FaultsOf(answer), fault => fault.Contains("Time Stamp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_without_result_message_is_found() =>
        Assert.Contains(FaultsOf(Messages.Failed(1, 2, Messages.Get, 1, null)), fault => fault.Contains("Result Message", StringComparison.Ordinal));

    [Fact]
    public void A_field_of_a_later_version_is_found()
    {
        WireItem located = WireItem.OfNumber(0x4200D5, WireType.Integer, 0);
        Assert.Empty(FaultsOf(Messages.Succeeded(1, 3, Messages.Locate, located)));
        Assert.Contains("has ResponsePayload/LocatedItems, which KMIP 1.2 does not define there", FaultsOf(Messages.Succeeded(1, 2, Messages.Locate, located)));
    }

    [Fact]
    public void An_attribute_of_a_later_version_is_found()
    {
        WireItem[] payload = [Messages.Id("1"), WireItem.OfText(Tags.AttributeName, "Sensitive")];
        Assert.Empty(FaultsOf(Messages.Succeeded(1, 4, Messages.GetAttributeList, payload)));
        Assert.Contains(
            "has attribute Sensitive, which KMIP 1.2 does not define there", FaultsOf(Messages.Succeeded(1, 2, Messages.GetAttributeList, payload)));
    }

    [Fact]
    public void A_result_reason_of_a_later_version_is_found() => Assert.Contains(
        "has ResultReason 0x37, which KMIP 1.4 does not define there", FaultsOf(Messages.Failed(1, 4, Messages.Get, 0x37, "none")));

    [Fact]
    public void An_operation_of_a_later_version_is_found_unless_it_is_refused()
    {
        const int encrypt = 0x1F;
        Assert.Contains("has Operation 0x1F, which KMIP 1.1 does not define there", FaultsOf(Messages.Succeeded(1, 1, encrypt, Messages.Id("1"))));
        Assert.Empty(FaultsOf(Messages.Failed(1, 1, encrypt, 5, "not served")));
    }

    [Fact]
    public void Fields_out_of_order_are_found()
    {
        WireItem answer = Messages.Key("1", 5);
        answer.Find(Tags.BatchItem, Tags.ResponsePayload)!.Children.Reverse(0, 2);
        List<string> faults = FaultsOf(answer);
        Assert.Contains("has ResponsePayload/ObjectType out of order", faults);
        Assert.Contains(faults, fault => fault.StartsWith("does not decode into the model", StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_cut_or_followed_by_others_are_found()
    {
        byte[] answer = Messages.Key("1", 5).Encode();
        Assert.NotEmpty(FaultsOf(answer[..^8]));
        Assert.NotEmpty(FaultsOf([.. answer, .. new byte[8]]));
    }

    private static List<string> FaultsOf(WireItem answer) => FaultsOf(answer.Encode());

    private static List<string> FaultsOf(byte[] answer)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        return WellFormed.FaultsOf(answer, FieldFacts.Load());
    }
}
