using Kmip.Client.Tests.Support;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client.Tests;

/// <summary>Answers that are not KMIP, or not an answer to what was asked.</summary>
public sealed class BadResponse
{
    [Theory]
    [Trait("Abuse", "A81")]
    [InlineData("42007B0100000000", KmipConnectionError.InvalidResponse)]
    [InlineData("42007B0100000004", KmipConnectionError.InvalidResponse)]
    [InlineData("42007B0180000000", KmipConnectionError.ResponseTooLarge)]
    [InlineData("42007B01FFFFFFF8", KmipConnectionError.ResponseTooLarge)]
    [InlineData("42007B01FFFFFFFF", KmipConnectionError.InvalidResponse)]
    [InlineData("42007B0101000008", KmipConnectionError.ResponseTooLarge)]
    [InlineData("4200780100000010", KmipConnectionError.InvalidResponse)]
    [InlineData("42007B0200000008", KmipConnectionError.InvalidResponse)]
    [InlineData("485454502F312E31", KmipConnectionError.InvalidResponse)]
    public void A_bad_header_is_refused_before_memory_is_taken(string header, KmipConnectionError error)
    {
        using MemoryStream stream = new(Convert.FromHexString(header));
        using ResponseBuffer buffer = new(1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();

        KmipConnectionException exception = Assert.Throws<KmipConnectionException>(() => buffer.ReadAsync(stream, default).AsTask().GetAwaiter().GetResult());

        Assert.Equal(error, exception.Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    [Trait("Abuse", "A81")]
    public void A_length_within_the_limit_reserves_nothing_until_the_bytes_arrive()
    {
        using MemoryStream stream = new([.. Convert.FromHexString("42007B01000FFFF0"), .. new byte[100]]);
        using ResponseBuffer buffer = new(1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<EndOfStreamException>(() => buffer.ReadAsync(stream, default).AsTask().GetAwaiter().GetResult());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public async Task A_response_is_zeroed_once_it_was_read()
    {
        byte[] message = Answers.Identifier(Operation.Get, "a key would stand here");
        using MemoryStream stream = new(message);
        using ResponseBuffer buffer = new(1024 * 1024);
        await buffer.ReadAsync(stream, default);
        ReadOnlyMemory<byte> memory = buffer.Message;
        Assert.Equal(message, memory.ToArray());

        buffer.Clear();

        Assert.All(memory.ToArray(), octet => Assert.Equal(0, octet));
    }

    public static TheoryData<string, byte[]> Wrong() => new()
    {
        { "another operation", Answers.Identifier(Operation.Destroy, "1") },
        { "two answers announced", Answers.Message(KmipVersion.V1_4, _ => { }, batchCount: 2) },
        { "an empty batch item", Answers.Message(KmipVersion.V1_4, _ => { }) },
        { "success without payload", Answers.Failure(Operation.Activate, 0, null, null) },
        { "an unknown field in the payload", WithPayload(writer => writer.WriteInteger(KmipTag.BatchCount, 1)) },
        { "a field of the wrong type", WithPayload(writer => writer.WriteInteger(KmipTag.UniqueIdentifier, 1), identifier: false) },
        { "half an item", Convert.FromHexString("42007B0100000008" + "42007A0100000FF8") },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_answer_is_refused_and_the_connection_is_given_up(string what, byte[] answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(_ => answer);
        await using KmipClient client = await Clients.ConnectAsync(server);

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" }));

        Assert.True(exception.Error == KmipConnectionError.InvalidResponse, what);
        await server.Closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static byte[] WithPayload(Action<TtlvWriter> payload, bool identifier = true) => Answers.Message(
        KmipVersion.V1_4,
        writer =>
        {
            writer.WriteEnumeration(KmipTag.Operation, Operation.Activate);
            writer.WriteEnumeration(KmipTag.ResultStatus, ResultStatus.Success);
            using TtlvWriter.Scope scope = writer.BeginStructure(KmipTag.ResponsePayload);
            if (identifier)
            {
                writer.WriteTextString(KmipTag.UniqueIdentifier, "1");
            }

            payload(writer);
        });
}
