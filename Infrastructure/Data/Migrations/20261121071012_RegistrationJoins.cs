using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class RegistrationJoins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "AnsweredAt",
                table: "RegistrationParties",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "State",
                table: "RegistrationParties",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationTallies_Until",
                table: "RegistrationTallies",
                column: "Until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_RegistrationTallies_Until",
                table: "RegistrationTallies");

            migrationBuilder.DropColumn(
                name: "AnsweredAt",
                table: "RegistrationParties");

            migrationBuilder.DropColumn(
                name: "State",
                table: "RegistrationParties");
        }
    }
}
