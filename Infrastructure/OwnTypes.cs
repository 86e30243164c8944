using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Massar.Infrastructure;

/// <summary>
/// The program's own types that keep a contract, found in the assembly's metadata: only those asked for are loaded.
/// <see cref="Assembly.GetTypes"/> loads all twelve thousand, seven of them the compiler's closures and state machines, and never lets go of them.
/// </summary>
public static class OwnTypes
{
    private static readonly Assembly Own = typeof(OwnTypes).Assembly;
    private static readonly FrozenDictionary<string, int[]> Tokens = Read();

    /// <summary>
    /// Classes and structs that keep <paramref name="contract"/>, an interface or an open generic one, themselves, by another interface or by
    /// a base; none abstract, none generic, in the order of the assembly.
    /// </summary>
    public static IEnumerable<Type> Of(Type contract) =>
        Tokens.TryGetValue(NameOf(contract), out var tokens) ? tokens.Select(t => Own.ManifestModule.ResolveType(t)) : [];

    private static string NameOf(Type type) => $"{type.Namespace}.{type.Name}";

    private static unsafe FrozenDictionary<string, int[]> Read()
    {
        if (!Own.TryGetRawMetadata(out var start, out var length))
            throw new InvalidOperationException("The program's metadata cannot be read.");
        var kept = new Dictionary<string, List<int>>();
        var scan = new Scan(new MetadataReader(start, length));
        foreach (var (handle, contracts) in scan.All())
            foreach (var contract in contracts)
            {
                if (!kept.TryGetValue(contract, out var tokens))
                    kept.Add(contract, tokens = []);
                tokens.Add(MetadataTokens.GetToken(handle));
            }

        return kept.ToFrozenDictionary(k => k.Key, k => k.Value.ToArray());
    }

    private sealed class Scan(MetadataReader metadata)
    {
        private readonly Dictionary<EntityHandle, HashSet<string>> known = [];

        public IEnumerable<(TypeDefinitionHandle Type, HashSet<string> Contracts)> All()
        {
            foreach (var handle in metadata.TypeDefinitions)
            {
                var type = metadata.GetTypeDefinition(handle);
                // What begins so is the compiler's.
                if (metadata.GetString(type.Name).StartsWith('<') || type.GetGenericParameters().Count > 0 || type.Attributes.HasFlag(TypeAttributes.Abstract))
                    continue;
                yield return (handle, Contracts(handle));
            }
        }

        // Names of the interfaces a type keeps; those of the runtime itself are of no interest to anybody here.
        private HashSet<string> Contracts(EntityHandle handle)
        {
            if (known.TryGetValue(handle, out var found))
                return found;
            found = [];
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    var type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                    if (type.Attributes.HasFlag(TypeAttributes.Interface))
                        found.Add(Join(type.Namespace, type.Name));
                    if (!type.BaseType.IsNil)
                        found.UnionWith(Contracts(type.BaseType));
                    foreach (var kept in type.GetInterfaceImplementations())
                        found.UnionWith(Contracts(metadata.GetInterfaceImplementation(kept).Interface));
                    break;
                case HandleKind.TypeReference:
                    var named = metadata.GetTypeReference((TypeReferenceHandle)handle);
                    if (metadata.StringComparer.Equals(named.Namespace, nameof(System)))
                        break;
                    var outside = Own.ManifestModule.ResolveType(MetadataTokens.GetToken(handle));
                    if (outside.IsInterface)
                        found.Add(NameOf(outside));
                    found.UnionWith(outside.GetInterfaces().Where(i => i.Namespace != nameof(System)).Select(NameOf));
                    break;
                case HandleKind.TypeSpecification:
                    var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                    if (signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance)
                    {
                        signature.ReadCompressedInteger();
                        found.UnionWith(Contracts(signature.ReadTypeHandle()));
                    }

                    break;
            }

            return known[handle] = found;
        }

        private string Join(StringHandle @namespace, StringHandle name) => $"{metadata.GetString(@namespace)}.{metadata.GetString(name)}";
    }
}
