using Massar.Infrastructure.MySql.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

[assembly: DesignTimeProviderServices("Massar.Infrastructure.MySql.Design.MySqlDesignTimeServices")]

namespace Massar.Infrastructure.MySql.Design;

/// <summary>What <c>dotnet ef</c> needs of the provider: its services and how its annotations are written in a snapshot.</summary>
public sealed class MySqlDesignTimeServices : IDesignTimeServices
{
    /// <inheritdoc />
    public void ConfigureDesignTimeServices(IServiceCollection serviceCollection)
    {
        serviceCollection.AddEntityFrameworkMySql();

        new EntityFrameworkRelationalDesignServicesBuilder(serviceCollection)
            .TryAdd<IAnnotationCodeGenerator, MySqlAnnotationCodeGenerator>()
            .TryAddCoreServices();
    }
}

/// <summary>Writes the provider's annotations as calls where there is one, so that a snapshot reads like the model.</summary>
internal sealed class MySqlAnnotationCodeGenerator(AnnotationCodeGeneratorDependencies dependencies)
    : AnnotationCodeGenerator(dependencies)
{
    protected override MethodCallCodeFragment? GenerateFluentApi(IModel model, IAnnotation annotation)
        => annotation.Name == MySqlAnnotationNames.CharSet
            ? new MethodCallCodeFragment(
                typeof(MySqlModelBuilderExtensions).GetMethod(nameof(MySqlModelBuilderExtensions.HasCharSet))!, annotation.Value)
            : base.GenerateFluentApi(model, annotation);

    protected override MethodCallCodeFragment? GenerateFluentApi(IProperty property, IAnnotation annotation)
        => annotation is { Name: MySqlAnnotationNames.ValueGenerationStrategy, Value: MySqlValueGenerationStrategy.IdentityColumn }
            ? new MethodCallCodeFragment(
                typeof(MySqlPropertyBuilderExtensions).GetMethod(
                    nameof(MySqlPropertyBuilderExtensions.UseMySqlIdentityColumn),
                    [typeof(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder)])!)
            : base.GenerateFluentApi(property, annotation);
}
