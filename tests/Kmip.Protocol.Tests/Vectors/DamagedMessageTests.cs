using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Vectors;

/// <summary>Whatever is wrong with a message, the model says so with a <see cref="TtlvException"/> and nothing else.</summary>
public sealed class DamagedMessageTests
{
    private static IEnumerable<MessageRow> Rows => MessageRows.Vectors().Concat(MessageRows.Captured()).DistinctBy(row => Convert.ToHexString(row.Bytes));

    [Fact]
    public void A_message_cut_anywhere_is_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        foreach (MessageRow row in MessageRows.Vectors())
        {
            for (int length = 0; length < row.Bytes.Length; length++)
            {
                Assert.False(IsRead(row.IsRequest, row.Bytes.AsSpan(0, length)), row.Name);
            }
        }
    }

    [Fact]
    public void A_message_with_an_item_too_few_or_too_many_is_read_or_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        int read = 0;
        int refused = 0;
        foreach (MessageRow row in Rows.Where((_, index) => index % 4 == 0))
        {
            foreach (byte[] variant in ItemSurgery.Variants(row.Bytes))
            {
                if (IsRead(row.IsRequest, variant))
                {
                    read++;
                }
                else
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > read && read > 0, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_message_with_a_changed_bit_is_read_or_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Random random = new(20240229);
        foreach (MessageRow row in Rows.Where((_, index) => index % 4 == 0))
        {
            for (int i = 0; i < 40; i++)
            {
                byte[] variant = [.. row.Bytes];
                variant[random.Next(variant.Length)] ^= (byte)(1 << random.Next(8));
                IsRead(row.IsRequest, variant);
            }
        }
    }

    private static bool IsRead(bool isRequest, ReadOnlySpan<byte> message)
    {
        try
        {
            if (isRequest)
            {
                using RequestMessage request = RequestMessage.Decode(message);
                TtlvReader reader = new(message);
                using RequestEnvelope envelope = RequestEnvelope.Read(ref reader);
            }
            else
            {
                using ResponseMessage response = ResponseMessage.Decode(message);
            }

            return true;
        }
        catch (TtlvException)
        {
            return false;
        }
    }
}
