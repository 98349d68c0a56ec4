using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Replay;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests;

/// <summary>The comparison of a recorded answer with ours finds each kind of difference, and leaves out only what it says.</summary>
public sealed class Comparing
{
    private readonly RecordedValues _values = new();

    [Fact]
    public void The_same_answer_at_another_time_is_the_same()
    {
        WireItem ours = Messages.Key("1", 5);
        ours.Find(Tags.ResponseHeader, Tags.TimeStamp)!.Value[7]++;
        Assert.Empty(Compare(Messages.Key("1", 5), ours));
    }

    [Fact]
    public void A_result_message_may_have_other_words_but_must_be_there()
    {
        Assert.Empty(Compare(Messages.Failed(1, 2, Messages.Get, 1, "not found"), Messages.Failed(1, 2, Messages.Get, 1, "there is none")));
        Assert.Equal(
            DifferenceKind.Missing,
            Assert.Single(Compare(Messages.Failed(1, 2, Messages.Get, 1, "not found"), Messages.Failed(1, 2, Messages.Get, 1, null))).Kind);
    }

    [Fact]
    public void Another_result_reason_is_a_difference_in_result()
    {
        Difference difference = Assert.Single(
            Compare(Messages.Failed(1, 2, Messages.Get, 1, "no"), Messages.Failed(1, 2, Messages.Get, 12, "no")));
        Assert.Equal(("ResponseMessage/BatchItem", DifferenceKind.Result), (difference.Path, difference.Kind));
        Assert.Equal(("status 1, reason 0x1", "status 1, reason 0xC"), (difference.Recorded, difference.Ours));
    }

    [Fact]
    public void Other_key_bytes_differ_unless_our_server_made_the_key()
    {
        Assert.Equal(DifferenceKind.Value, Assert.Single(Compare(Messages.Key("1", 5), Messages.Key("1", 6))).Kind);
        _values.MadeByServer.Add("1");
        Assert.Empty(Compare(Messages.Key("1", 5), Messages.Key("1", 6)));
    }

    [Fact]
    public void An_item_too_few_too_many_or_of_another_type_is_a_difference()
    {
        WireItem shorter = Messages.Key("1", 5);
        KeyBlock(shorter).Children.RemoveAt(3);
        Assert.Equal(DifferenceKind.Missing, Assert.Single(Compare(Messages.Key("1", 5), shorter)).Kind);
        Assert.Equal(DifferenceKind.Extra, Assert.Single(Compare(shorter, Messages.Key("1", 5))).Kind);

        WireItem retyped = Messages.Key("1", 5);
        KeyBlock(retyped).Children[3] = WireItem.OfNumber(Tags.CryptographicLength, WireType.Enumeration, 128);
        Assert.Equal(DifferenceKind.Type, Assert.Single(Compare(Messages.Key("1", 5), retyped)).Kind);
    }

    [Fact]
    public void Located_identifiers_in_another_order_are_a_difference()
    {
        _values.LearnIdentifier("1", "a");
        _values.LearnIdentifier("2", "b");
        WireItem recorded = Messages.Located(2, 0, "2", "1");
        Assert.Equal(
            DifferenceKind.Order,
            Assert.Single(new Comparer(_values, "Locate", Messages.GetOf("1")).Compare(recorded, Messages.Located(2, 0, "1", "2"))).Kind);
    }

    [Fact]
    public void Objects_that_our_server_never_had_are_left_out_of_a_recorded_list_and_that_is_said()
    {
        _values.LearnIdentifier("1", "a");
        var comparer = new Comparer(_values, "Locate", Messages.GetOf("1"));
        Assert.Empty(comparer.Compare(Messages.Located(1, 2, "1", "9"), Messages.Located(1, 2, "1")));
        Assert.True(comparer.LeftOutObjects);
    }

    private static WireItem KeyBlock(WireItem message) => message.Find(Tags.BatchItem, Tags.ResponsePayload, Tags.SymmetricKey, Tags.KeyBlock)!;

    private List<Difference> Compare(WireItem recorded, WireItem ours) => new Comparer(_values, "Get", Messages.GetOf("1")).Compare(recorded, ours);
}
