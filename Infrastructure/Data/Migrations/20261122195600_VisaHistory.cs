using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class VisaHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_DecisionVisas_ProcedureId_PlaceId_At",
                table: "DecisionVisas",
                columns: new[] { "ProcedureId", "PlaceId", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_DecisionVisas_ProcedureId_PlaceId_At",
                table: "DecisionVisas");
        }
    }
}
