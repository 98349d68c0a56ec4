using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Vectors;

/// <summary>Messages that nobody here wrote decode into the model and encode to the same bytes.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Every_message_vector_decodes_and_encodes_to_the_same_bytes()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Check(MessageRows.Vectors());
    }

    [Fact]
    public void Every_captured_message_decodes_and_encodes_to_the_same_bytes()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Check(MessageRows.Captured());
    }

    [Theory]
    [InlineData("M1_get_request", true)]
    [InlineData("M1k10_get_request", true)]
    [InlineData("M2_get_response_aes256", false)]
    [InlineData("M3_create_request", true)]
    [InlineData("M4_locate_response_1000", false)]
    [InlineData("M5_batch100_get_response", false)]
    [InlineData("M6_register_rsa_request", true)]
    public void The_benchmark_messages_decode_and_encode_to_the_same_bytes(string name, bool isRequest)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        byte[] bytes = File.ReadAllBytes(SharedData.Beside($"messages/{name}.bin"));
        Assert.Equal(bytes, Messages.Again(isRequest, bytes));
    }

    [Fact]
    public void Messages_that_contradict_the_specification_are_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        List<MessageRow> rows = [.. MessageRows.Vectors().Concat(MessageRows.Captured()).Where(row => NonConformant.Refused.ContainsKey(row.Name))];
        Assert.Equal(NonConformant.Refused.Count, rows.DistinctBy(row => row.Name).Count());
        Assert.All(rows, row => Assert.Throws<TtlvException>(() => Messages.Again(row)));
    }

    [Fact]
    public void Values_of_other_versions_are_read_and_not_written()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        List<MessageRow> rows = [.. MessageRows.Captured().Where(row => NonConformant.Corrected.ContainsKey(row.Name))];
        Assert.Equal(NonConformant.Corrected.Count, rows.DistinctBy(row => row.Name).Count());
        Assert.All(rows, row => Assert.NotEqual(row.Bytes, Messages.Again(row)));
    }

    [Fact]
    public void A_Locate_of_2_0_without_attributes_is_read_and_written_with_an_empty_structure()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        List<MessageRow> rows = [.. MessageRows.Captured().Where(row => NonConformant.IsLocateWithoutAttributes(row) && !HasAttributes(row))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row.Bytes.Length + 8, Messages.Again(row).Length));
    }

    private static void Check(IReadOnlyList<MessageRow> rows)
    {
        Assert.NotEmpty(rows);
        List<string> failures = [];
        foreach (MessageRow row in rows.Where(row => !NonConformant.Refused.ContainsKey(row.Name) && !NonConformant.Corrected.ContainsKey(row.Name)))
        {
            try
            {
                byte[] encoded = Messages.Again(row);
                if (!encoded.AsSpan().SequenceEqual(row.Bytes) && !(NonConformant.IsLocateWithoutAttributes(row) && !HasAttributes(row)))
                {
                    failures.Add($"{row.Name}: other bytes\n  {Convert.ToHexString(row.Bytes)}\n  {Convert.ToHexString(encoded)}");
                }
            }
            catch (TtlvException exception)
            {
                failures.Add($"{row.Name}: {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {rows.Count} failed:\n" + string.Join("\n", failures));
    }

    private static bool HasAttributes(MessageRow row) => row.Bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x01, 0x25, 0x01]) >= 0;
}
