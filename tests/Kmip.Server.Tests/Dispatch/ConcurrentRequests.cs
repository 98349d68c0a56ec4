using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>One dispatcher serves many connections: nothing of one request is seen by another.</summary>
public sealed class ConcurrentRequests
{
    [Fact]
    public async Task Every_client_gets_its_own_key_back()
    {
        using var server = new DispatcherFixture();
        Task[] clients = [.. Enumerable.Range(1, 16).Select(number => Task.Run(() => RegisterAndGet(server, (byte)number)))];
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(16 * 25, server.Store.Count);
    }

    private static async Task RegisterAndGet(DispatcherFixture server, byte number)
    {
        for (int i = 0; i < 25; i++)
        {
            KmipVersion version = KmipVersion.Supported[i % KmipVersion.Supported.Count];
            byte[] key = [.. Enumerable.Repeat(number, 31), (byte)i];
            byte[] request = Requests.Batch(version, RequestBatchItem.For(Requests.RawKey(key)), RequestBatchItem.For(new GetRequest())).Encode();
            using ResponseMessage response = ResponseMessage.Decode(await server.SendBytes(request));

            Assert.Equal(version, response.Version);
            GetResponse got = Assert.IsType<GetResponse>(response.BatchItems[1].Payload);
            Assert.Equal(key, got.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray());
        }
    }
}
