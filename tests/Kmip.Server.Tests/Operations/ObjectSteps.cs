using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>Brings objects into a state with the operations of the protocol, and looks at them.</summary>
internal static class ObjectSteps
{
    /// <summary>Every state, for theories.</summary>
    public static State[] States { get; } =
        [State.PreActive, State.Active, State.Deactivated, State.Compromised, State.Destroyed, State.DestroyedCompromised];

    /// <summary>A new AES key.</summary>
    public static async Task<string> CreateAsync(this DispatcherFixture server, params IEnumerable<KmipAttribute> more) =>
        (await server.Send(KmipVersion.V1_4, Requests.Aes(256, more))).UniqueIdentifier.Text!;

    /// <summary>A new AES key in a state.</summary>
    public static async Task<string> CreateAsync(this DispatcherFixture server, State state)
    {
        string id = await server.CreateAsync();
        await server.MoveAsync(id, state);
        return id;
    }

    /// <summary>Takes a pre-active object to a state.</summary>
    public static async Task MoveAsync(this DispatcherFixture server, string id, State state)
    {
        if (state is State.Active or State.Deactivated)
        {
            await server.Send(KmipVersion.V1_4, new ActivateRequest { UniqueIdentifier = id });
        }

        if (state is State.Deactivated)
        {
            await server.Send(KmipVersion.V1_4, Requests.Revoke(id));
        }

        if (state is State.Compromised or State.DestroyedCompromised)
        {
            await server.Send(KmipVersion.V1_4, Requests.Revoke(id, RevocationReasonCode.KeyCompromise));
        }

        if (state is State.Destroyed or State.DestroyedCompromised)
        {
            await server.Send(KmipVersion.V1_4, new DestroyRequest { UniqueIdentifier = id });
        }
    }

    /// <summary>The attributes of an object, as the newest version shows them; all where none is named.</summary>
    public static async Task<AttributeList> AttributesAsync(this DispatcherFixture server, string id, params IEnumerable<KmipAttributeId> names) =>
        (await server.Send(KmipVersion.V2_1, new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [.. names] })).Attributes;

    /// <summary>The state of an object.</summary>
    public static async Task<State> StateAsync(this DispatcherFixture server, string id) => (await server.AttributesAsync(id)).State!.Value;

    /// <summary>The identifiers that a search finds.</summary>
    public static async Task<List<string>> LocateAsync(this DispatcherFixture server, KmipVersion version, LocateRequest request) =>
        [.. (await server.Send(version, request)).UniqueIdentifiers.Select(id => id.Text!)];

    /// <summary>The raw bytes of a key.</summary>
    public static async Task<byte[]> KeyAsync(this DispatcherFixture server, string id, KmipVersion? version = null)
    {
        GetResponse response = await server.Send(version ?? KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id });
        return response.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray();
    }

    /// <summary>What an item failed with, as each generation of the protocol calls it.</summary>
    public static void AssertReason(ResponseBatchItem item, KmipVersion version, ResultReason modern, ResultReason legacy) =>
        Assert.Equal(version >= KmipVersion.V2_0 ? modern : legacy, item.ResultReason);
}
