using Kmip.KeyProviders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel;

/// <summary>Makes the dispatcher of the registered parts, or says which part is missing.</summary>
internal static partial class ServerComposition
{
    public static KmipDispatcher CreateDispatcher(IServiceProvider services)
    {
        OperationTable operations = services.GetRequiredService<OperationTable>();
        if (!operations.In(Protocol.KmipVersion.V2_1).Any())
        {
            throw new InvalidOperationException("The KMIP server has no operations: call AddStandardOperations() or AddOperation<THandler>().");
        }

        IManagedObjectStore store = services.GetService<IManagedObjectStore>()
            ?? throw new InvalidOperationException("The KMIP server has no store: call UseStore<TStore>(), for example UseStore<InMemoryStore>().");
        RequireSealed(store, services.GetService<IKeyProvider>());
        ILogger<KmipDispatcher> logger = services.GetRequiredService<ILogger<KmipDispatcher>>();
        IAccessPolicy? policy = services.GetService<IAccessPolicy>();
        if (policy is null)
        {
            LogNoPolicy(logger);
        }

        return new KmipDispatcher(
            operations, store, policy ?? new DefaultDenyPolicy(), services.GetRequiredService<IOptions<KmipServerOptions>>().Value,
            services.GetRequiredService<TimeProvider>(), logger);
    }

    private static void RequireSealed(IManagedObjectStore store, IKeyProvider? provider)
    {
        if (provider is not null && !ReferenceEquals((store as ISealedStore)?.KeyProvider, provider))
        {
            throw new InvalidOperationException(
                $"The store {store.GetType().Name} does not seal its objects under the key provider of UseKeyProvider: "
                + "use a store that takes an IKeyProvider, and hand it the one of the services.");
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "The KMIP server has no access policy: it answers Query and Discover Versions only. Call UseAccessPolicy.", EventName = "NoAccessPolicy")]
    private static partial void LogNoPolicy(ILogger logger);
}
