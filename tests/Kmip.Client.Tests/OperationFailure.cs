using Kmip.Client.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Client.Tests;

/// <summary>Answers that are not a success.</summary>
public sealed class OperationFailure
{
    [Theory]
    [Trait("Abuse", "A80")]
    [InlineData(1u, 1u, "no such object")]
    [InlineData(1u, 1u, null)]
    [InlineData(1u, null, null)]
    [InlineData(1u, 0xDEADu, "odd")]
    [InlineData(2u, null, null)]
    [InlineData(3u, 4u, "undone")]
    [InlineData(0xBEEFu, 0xDEADu, null)]
    public async Task A_failure_is_an_exception_with_status_and_reason(uint status, uint? reason, string? message)
    {
        await using ScriptedServer server = ScriptedServer.Answering(_ => Answers.Failure(Operation.Activate, status, reason, message));
        await using KmipClient client = await Clients.ConnectAsync(server);

        KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(
            () => client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" }));

        Assert.Equal(Operation.Activate, failure.Operation);
        Assert.Equal(status, (uint)failure.ResultStatus);
        Assert.Equal(reason, (uint?)failure.ResultReason);
        Assert.Equal(message, failure.ServerMessage);
        Assert.DoesNotContain("Exception", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A80")]
    public async Task A_failure_without_operation_is_understood_and_the_connection_goes_on()
    {
        int requests = 0;
        await using ScriptedServer server = ScriptedServer.Answering(
            _ => ++requests == 1 ? Answers.Failure(null, 1, 4, "?") : Answers.Identifier(Operation.Activate, "1"));
        await using KmipClient client = await Clients.ConnectAsync(server);

        await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" }));
        ActivateResponse response = await client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" });

        Assert.Equal("1", response.UniqueIdentifier.Text);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task The_servers_text_cannot_move_the_cursor_or_fill_the_log()
    {
        string hostile = "\u001b[2J\r\n" + new string('x', 100_000);
        await using ScriptedServer server = ScriptedServer.Answering(_ => Answers.Failure(Operation.Activate, 1, 1, hostile));
        await using KmipClient client = await Clients.ConnectAsync(server);

        KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(
            () => client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" }));

        Assert.DoesNotContain(failure.Message, char.IsControl);
        Assert.True(failure.Message.Length < 1_000);
    }
}
